"""What a record of each dataset holds, field by field, with what it means in Japanese."""

# One field a line, however long what it means is.
# ruff: noqa: E501
# fmt: off

from __future__ import annotations

from kigen.publish.fields import CHECKED, CITATION, CITES, PAGE, Field

_ID = "変わらない名前"

PARAMETER = (
    Field("id", "string", _ID),
    Field("label", "string", "何の数字か"),
    Field("unit", "string", "単位。age 歳、years 年、months か月、days 日、birthdays 何回目の誕生日、times 回、yen 円、flag その決まりがあるか、month_day 月日"),
    Field("decided_by", "string", "どの日の数字を使うか。accepted 申請が受理された日、created カードが作られた日、applied 申請した日、issued 電子証明書が発行された日、expiry 有効期限の日、event その出来事の日、today 今日"),
    Field("values", "object", "数字の移り変わり。古い順", many=True, parts=(
        Field("since", "day", "いつからの数字か"),
        Field("value", "scalar", "数字。null は、その日に廃止されたという意味です", null=True),
        Field("note", "string", "説明", null=True),
        CITES,
    )),
    Field("doubts", "string", "関係する、はっきりしないことの番号。doubts の id です", many=True),
    Field("assumption", "boolean", "true なら、法令の数字ではなく、このサイトの見こみです"),
    CHECKED,
    PAGE,
)
CHANGE = (
    Field("id", "string", _ID),
    Field("on", "day", "変わった日、または変わる日。日がわからない予定は null", null=True),
    Field("precision", "string", "day その日、month その月のいつか(on は1日)、by 遅くともその日"),
    Field("status", "string", "done 変わった、planned 予定、unconfirmed 予定の日を過ぎたが、始まったことを確かめていない"),
    Field("title", "string", "何が変わったか"),
    Field("ja", "string", "説明"),
    Field("parameter", "string", "決まりの数字なら、その id。ほかは null", null=True),
    CITES,
    CHECKED,
    PAGE,
)
DOUBT = (
    Field("id", "string", _ID),
    Field("title", "string", "題"),
    Field("question", "string", "何がはっきりしないか"),
    Field("readings", "object", "読みかた", many=True, parts=(
        Field("id", "string", "読みかたの名前"),
        Field("ja", "string", "どんな読みかたか"),
        Field("held_by", "object", "その読みかたの資料", many=True, parts=CITATION),
    )),
    Field("we_use", "string", "このサイトが使う読みかたの名前"),
    Field("show_first", "string", "先に示す日の読みかたの名前"),
    Field("ask", "string", "読む人はどうすればよいか"),
    PAGE,
)
FINDING = (
    Field("id", "string", _ID),
    Field("paraphrase", "string", "記事でわかったこと。このサイトの言葉です"),
    Field("mark", "string", "same 同じ、changed 変わった、partly 一部ちがう、wrong_then 当時もちがった"),
    PAGE,
)
QUESTION = (
    Field("id", "string", _ID),
    Field("need", "string", "場面の名前"),
    Field("need_title", "string", "場面"),
    Field("audience", "string", "だれの質問か。holder 本人、family 家族、parent 親、foreign-resident 在留期限がある人、abroad 海外の人、staff 役所や施設の人"),
    Field("wordings", "string", "言いかた。はじめの1つが見出しです", many=True),
    Field("answer", "string", "短い答え。数字は generated_at の日のものです"),
    CITES,
    CHECKED,
    PAGE,
)
MYTH = (
    Field("id", "string", _ID),
    Field("claim", "string", "まちがった話"),
    Field("correction", "string", "正しいこと。数字は generated_at の日のものです"),
    Field("example", "object", "日付の例。なければ null", null=True, parts=(
        Field("who", "string", "どんな人か"),
        Field("claimed", "day", "まちがった話による日"),
        Field("ours", "day", "決まりから計算した日"),
    )),
    CITES,
    CHECKED,
    PAGE,
)
TERM = (
    Field("id", "string", _ID),
    Field("term", "string", "言葉"),
    Field("reading", "string", "読みがな"),
    Field("plain", "string", "やさしい説明"),
    Field("english", "string", "英語の言いかた。公式の訳ではありません"),
    Field("code", "string", "プログラムの中での名前。なければ null", null=True),
    Field("also", "string", "ほかの言いかた", many=True),
    Field("deprecated", "object", "使わない言葉", many=True, parts=(
        Field("word", "string", "使わない言葉"),
        Field("instead", "string", "かわりに使う言葉"),
    )),
    CITES,
    PAGE,
)
SOURCE = (
    Field("id", "string", _ID),
    Field("title", "string", "資料の題"),
    Field("publisher", "string", "出しているところ"),
    Field("kind", "string", "law 法令、gov 国、jlis J-LIS、municipal 市区町村、press 報道、private 民間・個人、data 統計"),
    Field("url", "url", "資料の住所"),
    Field("shown", "day", "資料に書いてある日付。法令は、読んだ版の施行日。なければ null", null=True),
    CHECKED,
    Field("licence", "string", "資料の利用の条件。わからなければ null", null=True),
    Field("quote", "string", "短い引用。もとの資料の条件に従ってください", null=True),
    Field("note", "string", "気をつけること", null=True),
    PAGE,
)
_SAID = "true 書いてある、false できないと書いてある、null 書かれていない"
OFFICE = (
    Field("code", "string", "全国地方公共団体コード。6けたの文字です"),
    Field("name", "string", "市区町村の名前"),
    Field("prefecture", "string", "都道府県の名前"),
    Field("pages", "object", "読んだページ。新しい順", many=True, parts=(
        Field("url", "url", "ページの住所"),
        Field("title", "string", "ページの題"),
        Field("shown", "day", "ページに書いてある日付。なければ null", null=True),
        CHECKED,
        Field("scope", "string", "renewal 更新のページ、both 発行と更新、issuance 発行のページ、evenings 夜間と休日の案内"),
        Field("main_office", "boolean", f"本庁でできるか。{_SAID}", null=True),
        Field("branches", "string", "支所や出張所。all すべて、some 一部、none できないと書いてある、null 書かれていない", null=True),
        Field("branches_basis", "string", "支所についてそう読んだわけ"),
        Field("branch_names", "string", "名前の書いてあった支所", many=True),
        Field("post_office", "boolean", f"郵便局でできるか。{_SAID}", null=True),
        Field("post_office_detail", "string", "郵便局の説明", null=True),
        Field("booking", "string", "予約。required 要る、recommended すすめる、not_needed 要らない、null 書かれていない", null=True),
        Field("evenings", "boolean", f"夜間や休日に開くか。{_SAID}", null=True),
        Field("proxies", "boolean", f"代理人ができるか。{_SAID}", null=True),
        Field("window_words", "string", "いつから更新できるかの、ページの言葉", null=True),
        Field("quote", "string", "短い引用。もとのページの条件に従ってください"),
        Field("note", "string", "気をつけること", null=True),
    )),
    PAGE,
)
TABLE_ABOUT = (
    Field("caption", "string", "表の説明"),
    Field("units", "string", "数字の意味"),
    Field("rule", "string", "もとの決まり"),
    Field("notes", "string", "気をつけること", many=True),
    CITES,
    Field("doubts", "string", "関係する、はっきりしないことの番号", many=True),
)
_WHATS = "certificates 証明書だけ、cards カード、sum 合わせた数"
_LEVELS = "quiet 少ない、middle ふつう、busy 多い"


def _ranged(name: str, ja: str) -> tuple[Field, ...]:
    """A number with the two ends of its range."""
    return (
        Field(name, "integer", ja),
        Field(f"{name}_low", "integer", "その幅の下"),
        Field(f"{name}_high", "integer", "その幅の上"),
    )


FORECAST = (
    Field("month", "string", "月。2026-11 の形"),
    *_ranged("certificates", "期限の来る証明書だけの数。推計で、千の位まで"),
    *_ranged("cards", "期限の来るカードの数。推計で、千の位まで"),
    *_ranged("total", "合わせた数。推計で、千の位まで"),
    *_ranged("index", "窓口に行く人の多さ。2025年度の月の平均が100"),
    Field("level", "string", f"多さ。{_LEVELS}"),
    Field("level_low", "string", "幅の下での多さ"),
    Field("level_high", "string", "幅の上での多さ"),
)
FORECAST_ABOUT = (
    Field("statement", "string", "この推計といっしょに示す文"),
    Field("draws", "integer", "幅を出すために計算した回数"),
    Field("fiscal_years", "object", "年度ごとの、国の見込みとのくらべ", many=True, parts=(
        Field("fiscal_year", "integer", "年度"),
        Field("what", "string", f"何の数か。{_WHATS}"),
        *_ranged("model", "この推計の年度の合計"),
        Field("official", "integer", "国の見込み。なければ null", null=True),
        Field("published", "string", "国の見込みが公表された日か月", null=True),
        Field("source", "string", "国の見込みの資料のid。sources の id です", null=True),
        Field("by_difference", "boolean", "true なら、国の合わせた数から証明書の数を引いた数"),
        Field("error_percent", "number", "国の見込みとの差。パーセント", null=True),
        Field("inside", "boolean", "国の見込みが幅の中にあるか", null=True),
        Field("naive", "integer", "5年度前に渡したカードの数", null=True),
        Field("naive_error_percent", "number", "その数と国の見込みとの差。パーセント", null=True),
    )),
)
ROW = "row"
