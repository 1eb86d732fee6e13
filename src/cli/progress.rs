//! How far long work has come: files and rows read, outputs and pages written. On a terminal only.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::model::Lang;
use crate::pipeline::ReadFile;

/// How often the hand of a work without a known length turns.
const TICK: Duration = Duration::from_millis(120);

/// A line on the terminal that goes when the work is done.
pub(crate) struct Progress {
    bar: ProgressBar,
    lang: Lang,
    counted: AtomicUsize,
}

impl Progress {
    /// Of so many files to be read.
    pub(super) fn reading(files: usize, lang: Lang, quiet: bool) -> Self {
        let template = match lang {
            Lang::Ja => "読み取り [{bar:30}] {pos}/{len}ファイル{msg}　残り {eta}",
            Lang::En => "reading [{bar:30}] {pos}/{len} files{msg}, {eta} left",
        };
        Self::new(ProgressBar::with_draw_target(Some(files as u64), target(quiet)), template, lang)
    }

    /// Of outputs, of which nobody knows how many there will be.
    pub(super) fn writing(lang: Lang, quiet: bool) -> Self {
        let template = match lang {
            Lang::Ja => "{spinner} 書き出し {pos}ファイル{msg}　{elapsed}",
            Lang::En => "{spinner} writing: {pos} files{msg}, {elapsed}",
        };
        let progress = Self::new(ProgressBar::with_draw_target(None, target(quiet)), template, lang);
        if !progress.bar.is_hidden() {
            progress.bar.enable_steady_tick(TICK);
        }
        progress
    }

    fn new(bar: ProgressBar, template: &str, lang: Lang) -> Self {
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { bar, lang, counted: AtomicUsize::new(0) }
    }

    /// One more file was read.
    pub(super) fn file(&self, file: &ReadFile) {
        let rows = file.sheets.iter().flat_map(|sheet| &sheet.tables).map(|table| table.rows.len()).sum();
        self.count(rows, "行", "rows");
    }

    /// One more output was written, of so many pages.
    pub(super) fn output(&self, pages: Option<usize>) {
        self.count(pages.unwrap_or_default(), "ページ", "pages");
    }

    fn count(&self, more: usize, ja: &str, en: &str) {
        let all = self.counted.fetch_add(more, Ordering::Relaxed) + more;
        if all > 0 {
            let all = HumanCount(all as u64);
            self.bar.set_message(match self.lang {
                Lang::Ja => format!("、{all}{ja}"),
                Lang::En => format!(", {all} {en}"),
            });
        }
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// The terminal, if standard error is one.
fn target(quiet: bool) -> ProgressDrawTarget {
    if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr_with_hz(10) }
}
