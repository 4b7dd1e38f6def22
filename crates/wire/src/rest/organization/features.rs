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
const OFF: [&str; 60] = [
    "agentIntegrationCatalogEnabled",
    "agentPoolRegistrationEnabled",
    "agentScheduledTasksEnabled",
    "agentTriggeredTasksEnabled",
    "aiAgentsEnabled",
    "aiAgentsReadOnly",
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
    "entityUserAssignmentsEnabled",
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
    "gitHubEnterpriseCloudDataResidencyEnabled",
    "gitHubEnterpriseIntegrationEnabled",
    "iacCloudImportEnabled",
    "insightsAutoPolicyPacksEnabled",
    "insightsMonetizationEnabled",
    "integrationAssistantEnabled",
    "legacyDeploymentsOrgToken",
    "neoByokEnabled",
    "neoCustomAgentsEnabled",
    "neoCustomRolesEnabled",
    "neoPlanModeEnabled",
    "neoSecurityEnabled",
    "neoTaskSharingEnabled",
    "nlpSearchEnabled",
    "pangeaAccountsScanPageEnabled",
    "policyExceptionsEnabled",
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
    "staticDefaultRolesEnabled",
    "themingEnabled",
    "webhooksEnabled",
];

/// Every feature that clients expect to be told about, and whether it is here.
pub fn features() -> BTreeMap<String, bool> {
    let on = ON.iter().map(|name| ((*name).to_owned(), true));
    let off = OFF.iter().map(|name| ((*name).to_owned(), false));
    on.chain(off).collect()
}
