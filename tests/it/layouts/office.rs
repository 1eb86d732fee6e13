//! What a made-up department has to report, and the words it may use for a heading.

/// A die whose throws follow from its seed.
pub struct Dice(u64);

impl Dice {
    /// The die of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    /// A number below `sides`.
    pub fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % sides.max(1) as u64) as usize
    }

    /// True in so many of a hundred throws.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }

    /// Puts a list in another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Direction,
    Number,
    Name,
    Department,
    Description,
    Done,
    Planned,
    /// One that the form does not know.
    Extra,
    /// One that says the stage apart from the text.
    Stage,
    /// One of those with a ○ below one stage.
    Mark(usize),
    /// A blank one.
    Gap,
}

/// The fields of the form, in its order.
pub const FIELDS: [Field; 7] =
    [Field::Direction, Field::Number, Field::Name, Field::Department, Field::Description, Field::Done, Field::Planned];

/// An initiative as it is reported.
#[derive(Debug, Clone)]
pub struct Entry {
    pub direction: u32,
    pub number: u32,
    pub name: String,
    pub department: &'static str,
    pub description: String,
    pub done: Option<String>,
    /// The stage that its text begins with, or a column of its own says.
    pub stage: &'static str,
    pub planned: Option<String>,
}

impl Entry {
    /// The text of its cell in a column.
    pub fn text(&self, field: Field) -> Option<String> {
        match field {
            Field::Direction => Some(self.direction.to_string()),
            Field::Number => Some(self.number.to_string()),
            Field::Name => Some(self.name.clone()),
            Field::Department => Some(self.department.to_owned()),
            Field::Description => Some(self.description.clone()),
            Field::Done => self.done.clone(),
            Field::Planned => self.planned.clone(),
            Field::Extra | Field::Stage | Field::Mark(_) | Field::Gap => None,
        }
    }

    /// The same with the stage left out of its text.
    pub fn without_tag(&self) -> Self {
        let done = self.done.as_ref().and_then(|done| Some(done.split_once('\n')?.1.to_owned()));
        Self { done, ..self.clone() }
    }

    /// Its id.
    pub fn id(&self) -> String {
        format!("{}-{}", self.direction, self.number)
    }

    /// Its line in [`Expected::records`](super::expected::Expected::records).
    pub fn line(&self) -> String {
        let text = |text: Option<&String>| text.map_or("—".to_owned(), |text| text.replace('\n', "⏎"));
        let (done, planned) = (text(self.done.as_ref()), text(self.planned.as_ref()));
        let (description, stage) = (text(Some(&self.description)), self.stage);
        format!("{} | {} | {description} | {done} | {stage} | {planned}", self.name, self.department)
    }
}

pub const DEPARTMENTS: [&str; 4] = ["総務課", "財政課", "市民窓口課", "デジタル推進課"];

/// The directions of the made-up plan.
pub const DIRECTIONS: [&str; 3] = ["暮らしに寄り添うデジタルサービス", "しなやかな行政運営", "地域と人のデジタル基盤"];

pub const STAGES: [&str; 5] = ["調査検討", "予算化", "導入", "運用開始", "運用改善"];

/// Some initiatives, by direction.
pub fn entries(dice: &mut Dice, count: usize, department: &'static str, from: u32) -> Vec<Entry> {
    let things = ["申請受付", "文書管理", "施設予約", "道路台帳", "勤怠管理", "会議録作成", "図面閲覧", "納付書発送"];
    let ways = ["の電子化", "の見直し", "への予約導入", "の一元化", "システム更新"];
    let mut directions: Vec<u32> = (0..count).map(|_| 1 + dice.below(3) as u32).collect();
    directions.sort_unstable();
    let entry = |(at, direction): (usize, u32)| {
        let number = from + at as u32;
        let (thing, way) = (dice.pick(&things), dice.pick(&ways));
        let day = 1 + dice.below(28);
        let stage = |dice: &mut Dice| STAGES[dice.below(STAGES.len())];
        let own = stage(dice);
        let done = format!("【{own}】\n・{day}日に{thing}の試行を始めた\n・利用は{}件", 20 + dice.below(900));
        let planned = format!("【{}】\n{thing}を全ての課に広げる", stage(dice));
        Entry {
            direction,
            number,
            name: format!("{thing}{way}"),
            department,
            description: format!("{thing}{way}により、来庁の回数と職員の手間を{}割減らす", 1 + dice.below(5)),
            done: Some(done),
            stage: own,
            planned: (!dice.chance(12)).then_some(planned),
        }
    };
    directions.into_iter().enumerate().map(entry).collect()
}

/// A heading of a field in the words of some department.
pub fn heading(dice: &mut Dice, field: Field) -> String {
    let words: &[&str] = match field {
        Field::Direction => &["方向", "方向性", "基本方向", "方針", "柱", "分野"],
        Field::Number => &["取組番号", "番号", "No.", "№", "整理番号", "事業番号", "項番", "ＮＯ", "管理番号"],
        Field::Name => &["取組名", "取組名称", "事業名", "施策名", "取組項目", "主な取組", "具体的な取組", "件名"],
        Field::Department => &["担当課", "所管課", "担当部署", "主管課", "担当課名", "部署", "所属", "実施主体"],
        Field::Description => &["施策内容", "事業概要", "取組概要", "概要", "施策の概要", "目的・内容", "取組の概要"],
        Field::Done => &[
            "R7上半期までの取組内容",
            "進捗状況",
            "実施状況",
            "取組実績",
            "令和7年度上半期の実績",
            "これまでの取組",
            "実績",
            "R7実績",
            "2025年度の取組\nDone",
        ],
        Field::Planned => &[
            "R7下半期以降の取組内容（予定）",
            "今後の予定",
            "次期の予定",
            "今後の取組",
            "今後の方針",
            "取組予定",
            "令和8年度の予定",
            "R8予定",
        ],
        Field::Extra => &["予算額（千円）", "優先度", "記入者のひとこと", "決裁番号"],
        Field::Stage => &["段階", "進捗段階", "ステージ"],
        Field::Mark(stage) => return STAGES[stage].to_owned(),
        Field::Gap => &[""],
    };
    let word = dice.pick(words).to_owned();
    let length = word.chars().count();
    match dice.below(10) {
        0 if length <= 5 => word.chars().map(String::from).collect::<Vec<_>>().join("　"),
        1 if length >= 4 => word.chars().take(2).chain(['\n']).chain(word.chars().skip(2)).collect(),
        2 => format!("{word}※"),
        3 => format!("【{word}】"),
        4 if !matches!(field, Field::Extra | Field::Stage) && !word.ends_with('）') => format!("{word}（必須）"),
        5 => format!("①{word}"),
        _ => word,
    }
}
