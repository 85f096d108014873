/** Pages of the dashboard; the app in the browser finds out by itself which one it is. */
export const dashboardPages = [
  "/",
  "/sign-in",
  "/register",
  "/join",
  "/link",
  "/new",
  "/tickets/*",
  "/views/*",
  "/requests/*",
  "/settings/*",
] as const;
