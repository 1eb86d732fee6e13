//! 推移: the figures of the periods before this one, and its own.

use crate::consolidate::Previous;
use crate::consolidate::trend::{Deadline, figures, of_records};
use crate::model::Failure;
use crate::model::{Consolidation, Trend};
use crate::pipeline::errors::history_failure;
use crate::pipeline::settings::resolved::Settings;
use crate::store::history::History;

/// The trend up to a consolidation: from the history, else from the outputs that it is compared with. Empty without a period.
pub(crate) fn of(
    settings: &Settings,
    history: Option<&History>,
    previous: Option<&Previous>,
    consolidation: &Consolidation,
) -> Result<Trend, Failure> {
    let Some(period) = consolidation.period else { return Ok(Trend::default()) };
    let failed = |error| history_failure(&error);
    let plan = &consolidation.plan;
    let mut periods = match (history, previous) {
        (Some(history), _) => history.figures_before(period, &[plan]).map_err(failed)?,
        (None, Some(previous)) => {
            let earlier = previous.period.filter(|earlier| *earlier == period.previous());
            earlier.map(|earlier| of_records(earlier, &previous.records, &[], plan)).into_iter().collect()
        }
        (None, None) => Vec::new(),
    };
    let first = history.map(|history| history.first_hand_ins(period)).transpose().map_err(failed)?.unwrap_or_default();
    periods.extend(figures(consolidation, Deadline { due: settings.due(None, Some(period))?, first: &first }));
    Ok(Trend { periods })
}
