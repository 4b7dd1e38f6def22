//! A role as code: Pulumi programs, JSON, and a request.

use std::fmt::Write as _;

use serde_json::Value;

/// How a role is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// A Pulumi program in TypeScript.
    TypeScript,
    /// A Pulumi program in Python.
    Python,
    /// A Pulumi program in Go.
    Go,
    /// A Pulumi program in YAML.
    Yaml,
    /// The definition in the wire format.
    Json,
    /// A request that makes the role, or saves it where there is one.
    Curl,
}

impl Language {
    /// Every language, with its name.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::TypeScript, "Pulumi TypeScript"),
        (Self::Python, "Pulumi Python"),
        (Self::Go, "Pulumi Go"),
        (Self::Yaml, "Pulumi YAML"),
        (Self::Json, "Wire JSON"),
        (Self::Curl, "curl"),
    ];
}

/// A role that is written.
#[derive(Debug, Clone, Copy)]
pub struct Role<'a> {
    /// The address of the server.
    pub origin: &'a str,
    /// The name of the organization.
    pub organization: &'a str,
    /// The name for people.
    pub name: &'a str,
    /// A description for people.
    pub description: &'a str,
    /// The definition, as JSON.
    pub details: &'a str,
    /// What it takes the place of; none for a role that does not exist yet.
    pub saved: Option<SavedAs<'a>>,
}

/// A role that is saved already.
#[derive(Debug, Clone, Copy)]
pub struct SavedAs<'a> {
    /// Its id.
    pub id: &'a str,
    /// The version of the record with the definition.
    pub version: u32,
    /// The version of the role itself.
    pub role_version: u32,
}

impl Role<'_> {
    /// The role in `language`.
    ///
    /// # Errors
    ///
    /// When the definition is no JSON.
    pub fn write(&self, language: Language) -> Result<String, serde_json::Error> {
        let details: Value = serde_json::from_str(self.details)?;
        let [organization, name, description] =
            [self.organization, self.name, self.description].map(quoted);
        let slug = quoted(&slug(self.name));
        let tree = |syntax, depth| {
            let mut text = String::new();
            syntax_of(syntax).value(&mut text, &details, depth);
            text
        };
        Ok(match language {
            Language::Json => serde_json::to_string_pretty(&details)? + "\n",
            Language::TypeScript => format!(
                "import * as pulumiservice from \"@pulumi/pulumiservice\";\n\nnew pulumiservice.OrganizationRole({slug}, {{\n  organizationName: {organization},\n  name: {name},\n  description: {description},\n  permissions: {},\n}});\n",
                tree(language, 1)
            ),
            Language::Python => format!(
                "import pulumi_pulumiservice as pulumiservice\n\npulumiservice.OrganizationRole(\n    {slug},\n    organization_name={organization},\n    name={name},\n    description={description},\n    permissions={},\n)\n",
                tree(language, 1)
            ),
            Language::Go => format!(
                "_, err := pulumiservice.NewOrganizationRole(ctx, {slug}, &pulumiservice.OrganizationRoleArgs{{\n\tOrganizationName: pulumi.String({organization}),\n\tName: pulumi.String({name}),\n\tDescription: pulumi.String({description}),\n\tPermissions: pulumi.Any({}),\n}})\n",
                tree(language, 1)
            ),
            Language::Yaml => format!(
                "resources:\n  {slug}:\n    type: pulumiservice:OrganizationRole\n    properties:\n      organizationName: {organization}\n      name: {name}\n      description: {description}\n      # JSON is YAML.\n      permissions: {}\n",
                tree(language, 3)
            ),
            Language::Curl => self.curl(&details)?,
        })
    }

    fn curl(&self, details: &Value) -> Result<String, serde_json::Error> {
        let mut body = serde_json::json!({
            "name": self.name,
            "description": self.description,
            "details": details,
        });
        // A name is given once: whoever makes a role that there is, is refused.
        let (verb, path, fields) = match self.saved {
            None => (
                "",
                "roles?createPolicyAndRole=true".to_owned(),
                vec![("uxPurpose", Value::from("role"))],
            ),
            Some(SavedAs { id, version, role_version }) => (
                "--request PUT ",
                format!("scopesight/roles/{}", crate::routes::escaped(id)),
                vec![("version", version.into()), ("roleVersion", role_version.into())],
            ),
        };
        if let Some(body) = body.as_object_mut() {
            body.extend(fields.into_iter().map(|(name, value)| (name.to_owned(), value)));
        }
        let body = serde_json::to_string_pretty(&body)?;
        let organization = crate::routes::escaped(self.organization);
        Ok(format!(
            "curl --fail-with-body {verb}'{}/api/orgs/{organization}/{path}' \\\n  --header \"Authorization: token $PULUMI_ACCESS_TOKEN\" \\\n  --header 'Content-Type: application/json' \\\n  --data @- <<'JSON'\n{body}\nJSON\n",
            self.origin
        ))
    }
}

/// How a language writes values.
struct Syntax {
    indent: &'static str,
    object: &'static str,
    list: &'static str,
    constants: [&'static str; 3],
    /// Whether something stands behind the last part as well.
    trails: bool,
}

const fn syntax_of(language: Language) -> Syntax {
    let (indent, object, list) = match language {
        Language::Go => ("\t", "map[string]any", "[]any"),
        Language::Python => ("    ", "", ""),
        _ => ("  ", "", ""),
    };
    let constants = match language {
        Language::Python => ["None", "True", "False"],
        Language::Go => ["nil", "true", "false"],
        _ => ["null", "true", "false"],
    };
    Syntax { indent, object, list, constants, trails: !matches!(language, Language::Yaml) }
}

impl Syntax {
    fn value(&self, text: &mut String, value: &Value, depth: usize) {
        let [null, yes, no] = self.constants;
        match value {
            Value::Null => text.push_str(null),
            Value::Bool(true) => text.push_str(yes),
            Value::Bool(false) => text.push_str(no),
            // Writing into a string cannot fail.
            Value::Number(number) => drop(write!(text, "{number}")),
            Value::String(string) => text.push_str(&quoted(string)),
            Value::Array(entries) => {
                text.push_str(self.list);
                self.parts(text, ["[", "]"], entries.iter().map(|entry| (None, entry)), depth);
            }
            Value::Object(fields) => {
                text.push_str(self.object);
                let fields = fields.iter().map(|(name, value)| (Some(name), value));
                self.parts(text, ["{", "}"], fields, depth);
            }
        }
    }

    fn parts<'v>(
        &self,
        text: &mut String,
        [open, close]: [&str; 2],
        parts: impl ExactSizeIterator<Item = (Option<&'v String>, &'v Value)>,
        depth: usize,
    ) {
        let [open, close] = if self.list.is_empty() { [open, close] } else { ["{", "}"] };
        text.push_str(open);
        let count = parts.len();
        for (index, (name, value)) in parts.enumerate() {
            text.push('\n');
            text.push_str(&self.indent.repeat(depth + 1));
            if let Some(name) = name {
                text.push_str(&quoted(name));
                text.push_str(": ");
            }
            self.value(text, value, depth + 1);
            if self.trails || index + 1 < count {
                text.push(',');
            }
        }
        if count > 0 {
            text.push('\n');
            text.push_str(&self.indent.repeat(depth));
        }
        text.push_str(close);
    }
}

/// A text in double quotes, as JSON and all these languages read it.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A name for the resource.
fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "role".to_owned() } else { words.join("-") }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{Language, Role, SavedAs};

    const DETAILS: &str = r#"{"__type":"PermissionDescriptorGroup","entries":[{"__type":"PermissionDescriptorAllow","permissions":["stack:read"]}]}"#;
    const ROLE: Role<'_> = Role {
        origin: "https://access.example",
        organization: "acme",
        name: "Payments “deployer”",
        description: "It's \"all\"",
        details: DETAILS,
        saved: None,
    };

    /// The first line of the request, and its body.
    fn request(role: Role<'_>) -> (String, Value) {
        let curl = role.write(Language::Curl).unwrap();
        let (_, body) = curl.split_once("<<'JSON'\n").unwrap();
        let body = serde_json::from_str(body.trim_end().trim_end_matches("JSON")).unwrap();
        (curl.lines().next().unwrap().to_owned(), body)
    }

    #[test]
    fn a_role_that_is_saved_is_saved_anew_and_not_made_again() {
        let (line, body) = request(ROLE);
        assert!(line.contains("'https://access.example/api/orgs/acme/roles?create"), "{line}");
        assert!(!line.contains("--request"), "{line}");
        assert_eq!((body.get("uxPurpose"), body.get("version")), (Some(&"role".into()), None));

        let saved = SavedAs { id: "f0b1/3", version: 4, role_version: 2 };
        let (line, body) = request(Role { saved: Some(saved), ..ROLE });
        let address = "'https://access.example/api/orgs/acme/scopesight/roles/f0b1%2F3'";
        assert!(line.contains(&format!("--request PUT {address}")), "{line}");
        // The server takes nothing else.
        let sent: wire::rest::role::SaveRole = serde_json::from_value(body).unwrap();
        assert_eq!((sent.version, sent.role_version), (4, Some(2)));
        assert_eq!(sent.name, ROLE.name);
    }

    #[test]
    fn what_holds_json_holds_the_definition() -> Result<(), Box<dyn std::error::Error>> {
        let wanted: Value = serde_json::from_str(DETAILS)?;
        assert_eq!(serde_json::from_str::<Value>(&ROLE.write(Language::Json)?)?, wanted);
        let yaml = ROLE.write(Language::Yaml)?;
        let (_, json) = yaml.split_once("permissions: ").unwrap_or_default();
        assert_eq!(serde_json::from_str::<Value>(json)?, wanted);
        let curl = ROLE.write(Language::Curl)?;
        let (_, body) = curl.split_once("<<'JSON'\n").unwrap_or_default();
        let body: Value = serde_json::from_str(body.trim_end().trim_end_matches("JSON"))?;
        assert_eq!(body.get("details"), Some(&wanted));
        Ok(())
    }

    #[test]
    fn programs_read_as_their_language_does() -> Result<(), serde_json::Error> {
        assert_eq!(
            ROLE.write(Language::TypeScript)?,
            "import * as pulumiservice from \"@pulumi/pulumiservice\";\n\nnew pulumiservice.OrganizationRole(\"payments-deployer\", {\n  organizationName: \"acme\",\n  name: \"Payments “deployer”\",\n  description: \"It's \\\"all\\\"\",\n  permissions: {\n    \"__type\": \"PermissionDescriptorGroup\",\n    \"entries\": [\n      {\n        \"__type\": \"PermissionDescriptorAllow\",\n        \"permissions\": [\n          \"stack:read\",\n        ],\n      },\n    ],\n  },\n});\n"
        );
        let go = ROLE.write(Language::Go)?;
        assert!(go.contains("Permissions: pulumi.Any(map[string]any{\n\t\t\"__type\""), "{go}");
        assert!(go.contains("\"entries\": []any{\n"), "{go}");
        assert!(ROLE.write(Language::Python)?.contains("organization_name=\"acme\""));
        Ok(())
    }
}
