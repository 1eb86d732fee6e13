//! What is counted in a table: the figures of a first page that has no progress to show.

/// A figure in large type: 指標 25 件（うち再掲 1）.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFigure {
    /// What is counted.
    pub label: String,
    /// How many.
    pub value: usize,
    /// Its unit, with what the figure holds: 件（うち再掲1件）.
    pub unit: String,
}

/// Counts by part of a table: goals by marks, sections by years.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Its title.
    pub title: String,
    /// Heading of the first column.
    pub head: String,
    /// Headings of the columns of figures.
    pub columns: Vec<String>,
    /// A line a part: its name and its figures.
    pub rows: Vec<(String, Vec<usize>)>,
    /// Do the columns share the rows among them? Then a sum stands at the end, and bars are cut by column.
    pub parted: bool,
    /// Does a record count in several parts? Then there is no sum of the parts.
    pub shared: bool,
    /// The note below it: what the marks mean, how it is counted.
    pub notes: Vec<String>,
}

impl Counts {
    /// The figures of all parts together.
    pub fn totals(&self) -> Vec<usize> {
        let mut totals = vec![0; self.columns.len()];
        for (_, figures) in &self.rows {
            for (total, figure) in totals.iter_mut().zip(figures) {
                *total += figure;
            }
        }
        totals
    }

    /// Counts records by part and by column; a record can count in several columns.
    pub(in crate::report) fn fill<T>(
        mut self,
        records: impl Iterator<Item = T>,
        part: impl Fn(&T) -> String,
        of: impl Fn(&T) -> Vec<usize>,
    ) -> Self {
        for record in records {
            let name = part(&record);
            let at = match self.rows.iter().position(|(other, _)| *other == name) {
                Some(at) => at,
                None => {
                    self.rows.push((name, vec![0; self.columns.len()]));
                    self.rows.len() - 1
                }
            };
            let Some((_, figures)) = self.rows.get_mut(at) else { continue };
            for (figure, more) in figures.iter_mut().zip(of(&record)) {
                *figure += more;
            }
        }
        self
    }
}
