//! What is kept on disk: the history, published outputs, shards.

pub mod decisions;
pub mod history;
pub mod publish;
#[cfg(feature = "parquet")]
pub mod shards;
