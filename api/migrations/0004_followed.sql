ALTER TABLE `integrations` ADD `followed_until` integer;--> statement-breakpoint
ALTER TABLE `integrations` ADD `catch_up_after` integer DEFAULT 0 NOT NULL;