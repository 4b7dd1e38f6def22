//! What an organization can do, by the names that clients look for.

use std::collections::BTreeMap;

/// What is here.
const ON: [&str; 7] = [
    "accessTokenExpiryPolicyEnabled",
    "auditLogsEnabled",
    "customRoleCondition",
    "customRolesEnabled",
    "machineTokensEnabled",
    "teamsEnabled",
    "usersCustomRolesEnabled",
];

/// What is another product, or not here.
const OFF: [&str; 51] = [
    "agentIntegrationCatalogEnabled",
    "agentPoolRegistrationEnabled",
    "agentScheduledTasksEnabled",
    "aiAgentsEnabled",
    "aleEnabled",
    "approvalsEnabled",
    "auditLogUIFilteringEnabled",
    "bitbucketVCSEnabled",
    "bringYourOwnKeyEnabled",
    "cliIntegrationCatalogEnabled",
    "crossGuardEnabled",
    "customTemplatesEnabled",
    "customVCSEnabled",
    "dependencyCachingEnabled",
    "deployEnabled",
    "discoveredStacksEnabled",
    "driftDetectionEnabled",
    "environmentRevisionTagsEnabled",
    "environmentSecretRotationEnabled",
    "environmentsEnabled",
    "environmentsRestoreEnabled",
    "escEditorRevampEnabled",
    "escOnboardingAzureOAuthClientEnabled",
    "escOnboardingEnabled",
    "escOnboardingGcpOAuthClientEnabled",
    "escOnboardingV2Enabled",
    "fixDriftWithNeoEnabled",
    "ghAppDetailedDiffEnabled",
    "gitHubEnterpriseIntegrationEnabled",
    "iacCloudImportEnabled",
    "insightsAutoPolicyPacksEnabled",
    "insightsMonetizationEnabled",
    "integrationAssistantEnabled",
    "legacyDeploymentsOrgToken",
    "neoByokEnabled",
    "neoPlanModeEnabled",
    "neoTaskSharingEnabled",
    "nlpSearchEnabled",
    "pangeaAccountsScanPageEnabled",
    "policyIssueManagementEnabled",
    "policyManagementV2Enabled",
    "propertySearchUIEnabled",
    "resourceExportEnabled",
    "resourceSearchEnabled",
    "restoreStacksEnabled",
    "scimEnabled",
    "selfHostedDeploymentsEnabled",
    "selfServeIDPRemoval",
    "serviceBackedConfigEnabled",
    "themingEnabled",
    "webhooksEnabled",
];

/// Every feature that clients expect to be told about, and whether it is here.
pub fn features() -> BTreeMap<String, bool> {
    let on = ON.iter().map(|name| ((*name).to_owned(), true));
    let off = OFF.iter().map(|name| ((*name).to_owned(), false));
    on.chain(off).collect()
}
