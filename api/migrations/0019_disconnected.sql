CREATE TABLE `disconnected_workspaces` (
	`platform` text NOT NULL,
	`workspace_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`platform`, `workspace_id`)
);
