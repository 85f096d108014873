CREATE TABLE `unwanted` (
	`mailbox` text PRIMARY KEY NOT NULL,
	`since` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `letters` ADD `counts_for` text;--> statement-breakpoint
CREATE INDEX `letters_by_budget` ON `letters` (`counts_for`,`sent_at`);--> statement-breakpoint
ALTER TABLE `outbox` ADD `held_until` integer;--> statement-breakpoint
CREATE INDEX `outbox_held` ON `outbox` (`lane`,`held_until`) WHERE "outbox"."held_until" IS NOT NULL;