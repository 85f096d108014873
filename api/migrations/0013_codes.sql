CREATE TABLE `codes` (
	`id` text PRIMARY KEY NOT NULL,
	`seed` text NOT NULL,
	`hash` text NOT NULL,
	`tries` integer DEFAULT 0 NOT NULL,
	`emails` integer DEFAULT 1 NOT NULL,
	`sent_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `codes_by_expiry` ON `codes` (`expires_at`);