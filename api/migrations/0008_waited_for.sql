DROP INDEX `outbox_cards_due`;--> statement-breakpoint
ALTER TABLE `outbox` ADD `yields` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `outbox_cards_due` ON `outbox` (`lane`,"run_after" + "yields",`position`) WHERE "outbox"."queue" = 'chat' AND "outbox"."parked_at" IS NULL;