//! The help in English: by command, and by argument; an argument that several commands have the same way stands once.

/// Commands, by the words that call them.
const COMMANDS: &[(&str, &str)] = &[
    ("", "torimatome: reads departments' progress sheets and brings them together: one workbook, one report."),
    ("build", "Read, consolidate, and write every output"),
    ("check", "Read and review only; write nothing"),
    ("ingest", "Read a share of the files into a part that build puts together with others"),
    ("forms", "Make next period's forms, one workbook a department, prefilled from the last"),
    ("open", "Open a workspace in the browser (as a double click does)"),
    ("inspect", "Show how one file was read"),
    ("templates", "Forms (list, show, check, draft)"),
    ("templates list", "The forms there are"),
    ("templates show", "What a form says (TOML)"),
    ("templates check", "Check a form you are writing"),
    ("templates draft", "Draw up a form from filled-in files"),
    ("plans", "Plans (list, show, draft)"),
    ("plans list", "The plans there are"),
    ("plans show", "What a plan says (TOML)"),
    ("plans draft", "Draw up a plan from filled-in files"),
    ("init", "Make a workspace (settings, inbox, out)"),
    ("status", "Who has handed in: when, which version, how late; texts to remind with"),
    ("history", "What the workspace remembers: when what was brought together"),
    ("diff", "What changed between two periods, or folders of outputs"),
    ("completions", "Write a shell's completions"),
    ("man", "Write the manual page"),
];

/// Arguments, by command and id; without a command: wherever it occurs.
const ARGUMENTS: &[(&str, &str, &str)] = &[
    ("", "inputs", "Files, folders, zip archives (the workspace's inbox unless given)"),
    ("forms", "inputs", "Last period's files, folders, zip archives (the workspace's inbox, else the plan alone)"),
    ("", "output", "Folder to write to"),
    ("build", "from", "Build from parts that ingest wrote (or their folders) instead of files"),
    ("build", "data", "Formats of data files beside json, which is always written, for comparing"),
    ("build", "no_pdf", "Do not make the PDF report"),
    ("ingest", "inputs", "Files, folders, zip archives"),
    ("ingest", "output", "The part to write (a Parquet file)"),
    ("ingest", "base", "Folder that paths begin at (as in build unless given; of a folder that is read in shares: that folder)"),
    ("open", "workspace", "The workspace (the one around the current folder unless given; else it is chosen on the page)"),
    ("open", "no_browser", "Start no browser: only write the address to standard output"),
    ("open", "port", "Port of the address (any that is free unless given)"),
    ("open", "idle", "Seconds after which the page ends when nobody has it open"),
    ("build", "html", "Write the report as HTML too (報告書.html)"),
    ("build", "watch", "Watch the input folders, and build again whenever files have changed"),
    (
        "build",
        "discard_edits",
        "Drop the answers and edits in the last 取りまとめ.xlsx instead of reading them back; says what is dropped",
    ),
    ("build", "finalise", "Close the period (later changes become errata)"),
    ("build", "volumes", "Volumes: by department, by direction, or so many pages each"),
    ("build", "paper", "Paper"),
    ("build", "portrait", "Upright paper"),
    ("build", "landscape", "Paper lying on its side"),
    ("build", "duplex", "Printed on both sides: even pages have the margin at the other edge"),
    ("build", "binding", "Edge at which the sheets are bound: its margin is wider"),
    ("build", "font", "Font (a TrueType or OpenType file)"),
    ("build", "edition", "Edition, as printed (第2版)"),
    ("build", "origins", "Print where each row came from (file, sheet, cell)"),
    ("", "template", "Form: its name or a TOML file (found by the headings unless given)"),
    ("", "plan", "Plan: its name or a TOML file (none: without a plan; found by titles and departments unless given)"),
    ("", "period", "Period (2025-10, 2025Q3, 2025H1, FY2025, R7上半期, 令和7年10月)"),
    ("forms", "period", "The period to make forms for (the one after the last unless given)"),
    ("init", "period", "The first period (the current half-year unless given)"),
    ("history", "period", "Show this period only"),
    ("history", "rebuild", "Make a lost history again from the outputs in out"),
    ("", "previous", "What to compare with: a folder of outputs, or a period of the history (in a workspace: found)"),
    ("", "departments", "List of departments (CSV: 課名, and a column that ends in 提出; ○: has to hand in)"),
    ("", "password_file", "List of passwords (a line each: “department,password” or “password”)"),
    ("", "encoding", "Encoding of CSV files (utf-8, cp932, euc-jp, iso-2022-jp, utf-16le, utf-16be)"),
    ("", "config", "Configuration (torimatome.toml in the input folder or above it unless given)"),
    ("", "format", "What is written to standard output"),
    ("", "lang", "Language of messages (ja, en)"),
    ("", "now", "Time of the run (same input and time, same bytes)"),
    ("", "jobs", "Files read at a time"),
    ("", "no_witness", "Do not read workbooks a second time to compare their cells"),
    ("", "strict", "Exit status 1 for warnings too"),
    ("", "quiet", "No messages but the result"),
    ("", "color", "Colours"),
    ("", "max_file_size", "Size of a file in bytes"),
    ("", "max_zip_entries", "Entries of a zip archive"),
    ("", "max_inflated_size", "Size when unpacked, in bytes"),
    ("", "max_zip_ratio", "Ratio of compression"),
    ("", "max_cells", "Cells of a file"),
    ("", "max_cell_length", "Characters of a cell"),
    ("", "max_repeated_size", "Text that merged cells and ditto marks repeat, in bytes"),
    ("", "max_xml_depth", "Depth of XML"),
    ("", "max_folder_depth", "Depth of folders"),
    ("", "max_file_memory", "Memory for reading a file, in bytes, by estimate"),
    ("", "max_memory", "Memory for all files together, in bytes, by estimate"),
    ("", "max_seconds", "Work on a file, in seconds of an office computer; the same on every machine"),
    ("inspect", "file", "The file"),
    ("templates check", "file", "The TOML file"),
    ("templates draft", "files", "Filled-in files; those of several departments give the form all their spellings"),
    ("templates draft", "output", "The TOML file to write (standard output unless given)"),
    ("plans draft", "files", "Filled-in files"),
    ("plans draft", "output", "The TOML file to write (standard output unless given)"),
    ("templates show", "name", "The form's name"),
    ("plans show", "name", "The plan's name"),
    ("init", "folder", "The folder to make a workspace of"),
    ("init", "plan", "Plan: a name of torimatome plans list, or blank for one of your own"),
    ("init", "demo", "Fill it with two periods of a made-up city"),
    ("status", "due", "The day to hand in by (torimatome.toml's unless given)"),
    ("status", "reminder", "Write the text to remind each department with"),
    ("status", "mail", "Write the reminders as drafts of mails (.eml) into out"),
    ("forms", "mail", "Also make a draft of a mail (.eml) with its form for each department"),
    ("diff", "before", "Before: a period, or a folder of outputs"),
    ("diff", "after", "After: a period, or a folder of outputs"),
    ("completions", "shell", "Shell"),
    ("man", "command", "The page of this command (build, check …)"),
];

const HEADINGS: &[(&str, &str)] =
    &[("報告書", "Report"), ("共通のオプション", "Common options"), ("読み取りの上限", "Limits of reading")];

/// What a command does.
pub(super) fn command(path: &str) -> Option<&'static str> {
    COMMANDS.iter().find(|(known, _)| *known == path).map(|(_, text)| *text)
}

/// What an argument means.
pub(super) fn argument(path: &str, id: &str) -> Option<&'static str> {
    let of = |wanted: &str| ARGUMENTS.iter().find(|(path, known, _)| *path == wanted && *known == id);
    of(path).or_else(|| of("")).map(|(_, _, text)| *text)
}

/// The heading of a group of options.
pub(super) fn heading(japanese: &str) -> Option<&'static str> {
    HEADINGS.iter().find(|(known, _)| *known == japanese).map(|(_, text)| *text)
}

/// Everything that has a text here, for a test.
#[cfg(test)]
pub(super) fn keys() -> impl Iterator<Item = String> {
    let arguments = ARGUMENTS.iter().map(|(path, id, _)| format!("{path}/{id}"));
    COMMANDS.iter().map(|(path, _)| (*path).to_owned()).chain(arguments)
}
