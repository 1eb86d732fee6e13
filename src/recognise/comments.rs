//! The remarks on cells that are the department's own.

use crate::model::{Comment, stamp};

/// A remark without what we wrote into it when we sent the sheet back.
pub fn own_comment(comment: &Comment) -> Option<Comment> {
    stamp::own_words(&comment.text).map(|text| Comment { cell: comment.cell, text })
}

/// The remarks on the cells of a row.
pub fn comments_of(comments: &[Comment], row: u32) -> &[Comment] {
    let from = comments.partition_point(|comment| comment.cell.row < row);
    let rest = comments.get(from..).unwrap_or_default();
    rest.get(..rest.partition_point(|comment| comment.cell.row == row)).unwrap_or_default()
}
