//! Owns the count of what was tried: passed, failed, or excluded with a reason.

use crate::exclusions::{Exclusion, Rule};
use crate::run::Tried;
use crate::script::{Kind, Outcome};
use std::collections::BTreeSet;

/// The counts of a whole run.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    /// What failed, a line each, and each exclusion that is not right any more.
    pub(crate) failures: Vec<String>,
    /// Sentences with counts, in the order of the list.
    pub(crate) excluded: Vec<String>,
    pub(crate) excluded_assertions: usize,
    pub(crate) failed_assertions: usize,
    /// Modules that were translated and have started.
    pub(crate) modules: usize,
}

impl Tally {
    /// Counts what was tried against a list of exclusions.
    pub(crate) fn of(tried: &[Tried], exclusions: &[&Exclusion]) -> Self {
        let mut tally = Self::default();
        let mut left: Vec<&Tried> = Vec::new();
        for one in tried {
            match (&one.outcome, one.kind) {
                (Outcome::Passed, Kind::Assertion) => tally.passed += 1,
                (Outcome::Passed, Kind::Module) => tally.modules += 1,
                (Outcome::Passed, Kind::Call) => {}
                _ => left.push(one),
            }
        }
        for exclusion in exclusions {
            tally.exclude(exclusion, &mut left);
        }
        for one in left {
            tally.failed_assertions += usize::from(one.kind == Kind::Assertion);
            tally.failures.push(format!("{}:{}: {}", one.file, one.line, sentence(&one.outcome)));
        }
        tally
    }

    /// Returns the number of all assertions.
    pub(crate) fn assertions(&self) -> usize {
        self.passed + self.failed_assertions + self.excluded_assertions
    }

    /// Takes what an exclusion is about out of what is left.
    fn exclude(&mut self, exclusion: &Exclusion, left: &mut Vec<&Tried>) {
        let mut taken: Vec<&Tried> = Vec::new();
        for rule in exclusion.rules {
            let (matching, others): (Vec<&Tried>, Vec<&Tried>) = left.drain(..).partition(|one| matches(rule, one));
            *left = others;
            if let Rule::Lines(file, lines) = rule {
                let seen: BTreeSet<usize> = matching.iter().map(|one| one.line).collect();
                let holding: Vec<&usize> = lines.iter().filter(|line| !seen.contains(line)).collect();
                if !holding.is_empty() {
                    self.failures.push(format!("excluded lines of {file} that hold: {holding:?}"));
                }
            } else if matching.is_empty() {
                self.failures.push(format!("nothing is excluded by {rule:?}"));
            }
            taken.extend(matching);
        }
        let assertions = taken.iter().filter(|one| one.kind == Kind::Assertion).count();
        let modules = taken.iter().filter(|one| one.kind == Kind::Module).count();
        if (assertions, modules) != (exclusion.assertions, exclusion.modules) {
            self.failures.push(format!(
                "{assertions} assertions and {modules} modules are excluded where {} and {} are said to be: {}",
                exclusion.assertions, exclusion.modules, exclusion.reason
            ));
        }
        self.excluded_assertions += assertions;
        self.excluded.push(format!("{assertions} assertions and {modules} modules: {}", exclusion.reason));
    }
}

fn matches(rule: &Rule, tried: &Tried) -> bool {
    match (rule, &tried.outcome) {
        (Rule::Refusal(words), Outcome::Refused(sentence)) => sentence.contains(words),
        (Rule::Text, Outcome::Text) => true,
        (Rule::Seen(words), Outcome::Failed(seen)) => seen.contains(words),
        (Rule::Lines(file, lines), Outcome::Failed(_)) => tried.file == *file && lines.contains(&tried.line),
        _ => false,
    }
}

fn sentence(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Passed => "holds".into(),
        Outcome::Failed(seen) => seen.clone(),
        Outcome::Refused(sentence) => format!("the module was refused: {sentence}"),
        Outcome::Text => "the text is no module".into(),
    }
}
