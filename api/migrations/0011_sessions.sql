CREATE TABLE `failed_sign_ins` (
	`person_id` text NOT NULL,
	`ip_address` text NOT NULL,
	`user_agent` text,
	`times` integer NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	PRIMARY KEY(`person_id`, `ip_address`),
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `failed_sign_ins_by_time` ON `failed_sign_ins` (`last_at`);--> statement-breakpoint
ALTER TABLE `visitors` ADD `ip_address` text;--> statement-breakpoint
ALTER TABLE `visitors` ADD `user_agent` text;--> statement-breakpoint
CREATE INDEX `visitors_by_person` ON `visitors` (`person_id`);