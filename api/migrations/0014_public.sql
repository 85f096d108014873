ALTER TABLE `events` ADD `public_seq` integer;--> statement-breakpoint
ALTER TABLE `messages` ADD `public_seq` integer;--> statement-breakpoint
ALTER TABLE `tickets` ADD `public_version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `tickets` ADD `public_updated_at` integer DEFAULT 0 NOT NULL;