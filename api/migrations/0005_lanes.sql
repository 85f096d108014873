CREATE TABLE `quiet_lanes` (
	`lane` text PRIMARY KEY NOT NULL,
	`quiet_until` integer NOT NULL,
	`misses` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `channels` ADD `mode_since` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `attachments` ADD `bound` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `attachments_unused` ON `attachments` (`created_at`) WHERE "attachments"."bound" = 0;--> statement-breakpoint
CREATE INDEX `sessions_by_expiry` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE INDEX `verifications_by_expiry` ON `verifications` (`expires_at`);--> statement-breakpoint
CREATE INDEX `letters_by_time` ON `letters` (`sent_at`);--> statement-breakpoint
CREATE INDEX `outbox_cards_due` ON `outbox` (`lane`,`run_after`,`position`) WHERE "outbox"."queue" = 'chat' AND "outbox"."parked_at" IS NULL;--> statement-breakpoint
CREATE INDEX `outbox_cards_leased` ON `outbox` (`lane`,`lease_until`) WHERE "outbox"."queue" = 'chat' AND "outbox"."lease_until" > 0;--> statement-breakpoint
CREATE INDEX `link_codes_by_chat_user` ON `link_codes` (`chat_user`,`expires_at`);--> statement-breakpoint
CREATE INDEX `attachment_links_by_message` ON `attachment_links` (`message_id`,`position`);--> statement-breakpoint
DELETE FROM `outbox` WHERE `type` = 'lane.pause';--> statement-breakpoint
UPDATE `attachments` SET `bound` = 1 WHERE `id` IN (SELECT `attachment_id` FROM `attachment_links`);--> statement-breakpoint
CREATE TRIGGER `attachments_bound` AFTER INSERT ON `attachment_links` BEGIN
  UPDATE `attachments` SET `bound` = 1 WHERE `id` = NEW.`attachment_id`;
END;--> statement-breakpoint
CREATE TRIGGER `attachments_unbound` AFTER DELETE ON `attachment_links` BEGIN
  UPDATE `attachments` SET `bound` = 0 WHERE `id` = OLD.`attachment_id`;
END;
