CREATE TABLE `sign_ups` (
	`person_id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sign_ups_by_time` ON `sign_ups` (`at`);--> statement-breakpoint
INSERT INTO `sign_ups` (`person_id`, `at`)
SELECT `id`, `created_at` FROM `people`
WHERE `email_verified` = 0 AND EXISTS (SELECT 1 FROM `accounts` WHERE `accounts`.`person_id` = `people`.`id`);
