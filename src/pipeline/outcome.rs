//! The exit status of a command.

use crate::model::{Finding, InputStatus, Severity};

/// The result of a run; its number is the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Done, nothing worse than a warning.
    Done = 0,
    /// Done, with findings of severity error (with `--strict`: or warning).
    Findings = 1,
    /// No input could be read at all.
    NothingRead = 3,
}

impl Outcome {
    /// The outcome after further findings.
    pub(crate) fn max_with(self, findings: &[Finding], strict: bool) -> Self {
        let limit = if strict { Severity::Warning } else { Severity::Error };
        match self {
            Self::Done if findings.iter().any(|finding| finding.is_open() && finding.severity() >= limit) => Self::Findings,
            other => other,
        }
    }
}

/// The outcome for these findings and inputs.
pub(crate) fn outcome(findings: &[Finding], statuses: impl Iterator<Item = InputStatus>, strict: bool) -> Outcome {
    let mut read = false;
    for status in statuses {
        read |= matches!(status, InputStatus::Read | InputStatus::Superseded);
    }
    if !read {
        return Outcome::NothingRead;
    }
    let limit = if strict { Severity::Warning } else { Severity::Error };
    if findings.iter().any(|finding| finding.is_open() && finding.severity() >= limit) {
        Outcome::Findings
    } else {
        Outcome::Done
    }
}
