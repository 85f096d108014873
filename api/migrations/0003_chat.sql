CREATE TABLE `card_messages` (
	`card_id` text NOT NULL,
	`message_id` text NOT NULL,
	`seq` integer NOT NULL,
	`inbound` integer NOT NULL,
	`parts` text NOT NULL,
	`shown` text,
	`trying_since` integer,
	PRIMARY KEY(`card_id`, `message_id`),
	FOREIGN KEY (`card_id`) REFERENCES `cards`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `cards` (
	`id` text PRIMARY KEY NOT NULL,
	`ticket_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`external_id` text,
	`thread_id` text,
	`shown` text,
	`trying_since` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`channel_id`) REFERENCES `channels`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `cards_by_ticket` ON `cards` (`ticket_id`,`channel_id`);--> statement-breakpoint
CREATE INDEX `cards_by_thread` ON `cards` (`channel_id`,`thread_id`);--> statement-breakpoint
CREATE TABLE `channels` (
	`id` text PRIMARY KEY NOT NULL,
	`integration_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`mode` text NOT NULL,
	`filter` text NOT NULL,
	`fallback` integer NOT NULL,
	`state` text DEFAULT 'active' NOT NULL,
	`reason` text,
	`broken_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`integration_id`) REFERENCES `integrations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `channels_by_chat` ON `channels` (`integration_id`,`channel_id`);--> statement-breakpoint
CREATE INDEX `channels_by_time` ON `channels` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `integrations` (
	`id` text PRIMARY KEY NOT NULL,
	`platform` text NOT NULL,
	`workspace_id` text NOT NULL,
	`name` text NOT NULL,
	`bot_user_id` text NOT NULL,
	`sealed_token` text,
	`state` text DEFAULT 'active' NOT NULL,
	`reason` text,
	`broken_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `integrations_by_workspace` ON `integrations` (`platform`,`workspace_id`);--> statement-breakpoint
CREATE INDEX `integrations_by_time` ON `integrations` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `relayed_messages` (
	`card_id` text NOT NULL,
	`external_id` text NOT NULL,
	`message_id` text NOT NULL,
	PRIMARY KEY(`card_id`, `external_id`),
	FOREIGN KEY (`card_id`) REFERENCES `cards`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `ticket_origins` (
	`platform` text NOT NULL,
	`workspace_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`message_id` text NOT NULL,
	`ticket_id` text NOT NULL,
	PRIMARY KEY(`platform`, `workspace_id`, `channel_id`, `message_id`),
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`scopes` text NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash_unique` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE INDEX `api_keys_by_time` ON `api_keys` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `identity_links` (
	`id` text PRIMARY KEY NOT NULL,
	`chat_user` text NOT NULL,
	`platform` text NOT NULL,
	`name` text NOT NULL,
	`person_id` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `identity_links_chat_user_unique` ON `identity_links` (`chat_user`);--> statement-breakpoint
CREATE INDEX `identity_links_by_person` ON `identity_links` (`person_id`);--> statement-breakpoint
CREATE TABLE `link_codes` (
	`hash` text PRIMARY KEY NOT NULL,
	`chat_user` text NOT NULL,
	`platform` text NOT NULL,
	`name` text NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer
);
--> statement-breakpoint
CREATE INDEX `link_codes_by_expiry` ON `link_codes` (`expires_at`);--> statement-breakpoint
DROP INDEX `outbox_due`;--> statement-breakpoint
ALTER TABLE `outbox` ADD `queue` text DEFAULT 'rest' NOT NULL;--> statement-breakpoint
ALTER TABLE `outbox` ADD `asked` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `outbox` ADD `postponed` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `outbox_parked` ON `outbox` (`parked_at`,`run_after`,`position`) WHERE "outbox"."parked_at" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`queue`,`parked_at`,`run_after`,`position`);--> statement-breakpoint
ALTER TABLE `messages` ADD `edited_at` integer;--> statement-breakpoint
ALTER TABLE `messages` ADD `deleted_at` integer;--> statement-breakpoint
ALTER TABLE `people` ADD `away` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `tickets` ADD `origin` text;--> statement-breakpoint
CREATE INDEX `tickets_waiting` ON `tickets` ("priority" desc,`created_at`,`number`) WHERE "tickets"."status" = 'new' AND "tickets"."assignee_id" IS NULL AND "tickets"."deleted_at" IS NULL;