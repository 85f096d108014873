CREATE TABLE `read_marks` (
	`reader_id` text NOT NULL,
	`ticket_id` text NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`reader_id`, `ticket_id`),
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `messages` ADD `addressee` text;--> statement-breakpoint
CREATE INDEX `messages_by_addressee` ON `messages` (`ticket_id`,`addressee`,`public_seq`) WHERE "messages"."addressee" IS NOT NULL;--> statement-breakpoint
CREATE TRIGGER `visitors_read_marks` AFTER DELETE ON `visitors` BEGIN
  DELETE FROM `read_marks` WHERE `reader_id` = old.`id`;
END;
