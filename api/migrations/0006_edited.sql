ALTER TABLE `relayed_messages` ADD `edited_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE `integrations` SET `followed_until` = unixepoch() * 1000 WHERE `followed_until` IS NULL;