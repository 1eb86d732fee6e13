rule! {
    /// A number of more digits than its cell shows.
    SHORTENED_NUMBER = "shortened-number", Info, for Department;
    example: "1.23457E+11 と表示された 123456789012";
    message: {
        ja: "「{shown}」と表示されている数値を、すべての桁（{full}）で取り込みました。",
        en: "A number shown as “{shown}” goes in with all its digits ({full}).",
    };
    hint: {
        ja: "番号などの桁を見せたいときは、セルの表示形式を「文字列」か「0」にしてください。",
        en: "To show all digits, format the cell as text or as 0.",
    };
    one for: File;
}
