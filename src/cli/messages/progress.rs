//! Progress of long work: files and rows read, outputs and pages written. Only on a terminal.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::messages::catalogue::progress as catalogue;
use crate::cli::messages::console::set_colors;
use crate::model::{InLang, Lang, Message};
use crate::pipeline::progress;
use crate::pipeline::settings::options::Common;
use crate::recognise::RecognisedFile;
use crate::report::pdf::Volume;

/// Interval of the spinner.
const TICK: Duration = Duration::from_millis(120);

/// Shows the progress of a command on the terminal.
pub(crate) struct ProgressBars {
    quiet: bool,
}

impl ProgressBars {
    /// The progress bars of a command with these options. Also sets colours, before the first message.
    pub(crate) fn of(common: &Common) -> Self {
        set_colors(common.color);
        Self { quiet: common.quiet }
    }
}

impl progress::Observer for ProgressBars {
    fn reading(&self, files: usize, lang: Lang) -> Box<dyn progress::Progress + '_> {
        Box::new(Progress::reading(files, lang, self.quiet))
    }

    fn writing(&self, lang: Lang) -> Box<dyn progress::Progress + '_> {
        Box::new(Progress::writing(lang, self.quiet))
    }
}

/// A line on the terminal that disappears when the work is done.
pub(crate) struct Progress {
    bar: ProgressBar,
    lang: Lang,
    /// Rows read, or pages written.
    counted: AtomicUsize,
    /// Files written.
    files: AtomicUsize,
}

impl Progress {
    /// For reading a number of files.
    pub(crate) fn reading(files: usize, lang: Lang, quiet: bool) -> Self {
        Self::new(ProgressBar::with_draw_target(Some(files as u64), target(quiet)), &catalogue::reading(), lang)
    }

    /// For outputs. The total is known once the first of several volumes is done.
    pub(crate) fn writing(lang: Lang, quiet: bool) -> Self {
        let progress = Self::new(ProgressBar::with_draw_target(None, target(quiet)), &catalogue::writing(), lang);
        if !progress.bar.is_hidden() {
            progress.bar.enable_steady_tick(TICK);
        }
        progress
    }

    fn new(bar: ProgressBar, template: &Message, lang: Lang) -> Self {
        let progress = Self { bar, lang, counted: AtomicUsize::new(0), files: AtomicUsize::new(0) };
        progress.show(template);
        progress
    }

    fn show(&self, template: &Message) {
        if let Ok(style) = ProgressStyle::with_template(template.text(self.lang)) {
            self.bar.set_style(style);
        }
    }

    fn written(&self, pages: usize) {
        let files = HumanCount(self.files.fetch_add(1, Ordering::Relaxed) as u64 + 1);
        let pages = HumanCount((self.counted.fetch_add(pages, Ordering::Relaxed) + pages) as u64);
        let written = if pages.0 == 0 { catalogue::files_written(files) } else { catalogue::pages_written(files, pages) };
        self.bar.set_message(written.in_lang(self.lang));
    }
}

impl progress::Progress for Progress {
    fn file(&self, file: &RecognisedFile) {
        let rows: usize = file.sheets.iter().flat_map(|sheet| &sheet.tables).map(|table| table.rows.len()).sum();
        let rows = self.counted.fetch_add(rows, Ordering::Relaxed) + rows;
        if rows > 0 {
            self.bar.set_message(catalogue::rows_read(HumanCount(rows as u64)).in_lang(self.lang));
        }
        self.bar.inc(1);
    }

    fn output(&self) {
        self.written(0);
    }

    fn volume(&self, volume: &Volume) {
        self.written(volume.pages);
        if volume.left > 0 && self.bar.length().is_none() {
            self.show(&catalogue::writing_volumes());
        }
        if volume.left > 0 || self.bar.length().is_some() {
            self.bar.inc(volume.rows as u64);
            self.bar.set_length(self.bar.position() + volume.left as u64);
        }
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
