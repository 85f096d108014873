ALTER TABLE `quiet_lanes` ADD `reason` text;--> statement-breakpoint
UPDATE `outbox` SET `queue` = 'email' WHERE `type` LIKE 'email.%';
