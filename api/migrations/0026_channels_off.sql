ALTER TABLE `channels` ADD `off_at` integer;--> statement-breakpoint
ALTER TABLE `integrations` ADD `off_at` integer;