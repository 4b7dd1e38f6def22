//! Every case of `tests/cases`, asked of the engine.

use tests::cases::FILES;
use wire::conformance::File;

use crate::everywhere;

everywhere! {
    fn every_case_holds() {
        let mut wrong = Vec::new();
        let mut number = 0;
        for (name, text) in FILES {
            let file = File::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            number += file.count();
            let found = file.disagreements().into_iter();
            wrong.extend(found.map(|case| format!("{name}: {}\n  {}", case.claim, case.found)));
        }
        assert!(wrong.is_empty(), "{} of {number} cases do not hold\n\n{}", wrong.len(), wrong.join("\n\n"));
        assert!(number > 50);
    }
}
