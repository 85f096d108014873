CREATE TABLE `drafts` (
	`person_id` text NOT NULL,
	`ticket_id` text NOT NULL,
	`kind` text NOT NULL,
	`body` text NOT NULL,
	`attachment_ids` text NOT NULL,
	`seen` integer NOT NULL,
	`version` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`person_id`, `ticket_id`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `drafts_by_person` ON `drafts` (`person_id`,`updated_at`,`ticket_id`);--> statement-breakpoint
CREATE INDEX `drafts_by_ticket` ON `drafts` (`ticket_id`);--> statement-breakpoint
CREATE INDEX `drafts_by_time` ON `drafts` (`updated_at`);--> statement-breakpoint
ALTER TABLE `attachments` ADD `kept_until` integer;