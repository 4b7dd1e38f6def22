//! Answers as files for whoever has to keep them.

use policy::{Matrix, Organization};

/// Rows as comma-separated values (RFC 4180), the first of them the names of the columns.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe before it.
pub fn csv(rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    for row in rows {
        let cells: Vec<_> = row.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

fn quoted(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let apostrophe = if is_formula { "'" } else { "" };
    if is_formula || cell.contains([',', '"', '\n', '\r']) {
        return format!("\"{apostrophe}{}\"", cell.replace('"', "\"\""));
    }
    cell.to_owned()
}

/// What is granted on the organization and on every entity, a row for each.
pub fn matrix(organization: &Organization, matrix: &Matrix) -> Vec<Vec<String>> {
    let joined = |scopes: policy::ScopeSet| {
        scopes.iter().map(policy::Scope::name).collect::<Vec<_>>().join(" ")
    };
    let head = ["type", "id", "name", "tags", "scopes"].map(str::to_owned).to_vec();
    let own = vec![
        "organization".to_owned(),
        String::new(),
        organization.name.clone(),
        String::new(),
        joined(matrix.organization().scopes),
    ];
    let entities = (0u32..).zip(organization.inventory.entities()).map(|(row, entity)| {
        let tags: Vec<_> =
            entity.tags.iter().map(|(key, value)| format!("{key}={value}")).collect();
        vec![
            entity.entity_type.name().to_owned(),
            entity.id.clone(),
            entity.name.clone(),
            tags.join(" "),
            joined(matrix.scopes(row)),
        ]
    });
    [head, own].into_iter().chain(entities).collect()
}

#[cfg(test)]
mod tests {
    use super::csv;

    #[test]
    fn cells_stay_cells() {
        let rows = [
            vec!["a".to_owned(), "b,c".to_owned()],
            vec!["say \"x\"".to_owned(), "=1+1".to_owned()],
        ];
        assert_eq!(csv(&rows), "a,\"b,c\"\r\n\"say \"\"x\"\"\",\"'=1+1\"\r\n");
    }
}
