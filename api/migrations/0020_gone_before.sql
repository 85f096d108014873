-- Workspaces that were disconnected and are not connected now, by what their events say.
INSERT OR IGNORE INTO `disconnected_workspaces` (`platform`, `workspace_id`, `at`)
SELECT `data` ->> '$.platform', `data` ->> '$.workspaceId', max(`at`) FROM `events`
WHERE `type` = 'integration.disconnected' AND NOT EXISTS (
  SELECT 1 FROM `integrations`
  WHERE `platform` = `events`.`data` ->> '$.platform' AND `workspace_id` = `events`.`data` ->> '$.workspaceId'
)
GROUP BY 1, 2;
