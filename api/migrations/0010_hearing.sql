ALTER TABLE `integrations` ADD `heard_at` integer;--> statement-breakpoint
ALTER TABLE `integrations` ADD `trouble` text;--> statement-breakpoint
ALTER TABLE `integrations` ADD `troubled_at` integer;