//! The report as Markdown, for the summary of a CI job or a comment on a merge request.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::judging::verdict::Verdict;
use crate::running::report::{ProfileReport, Report, RequirementReport};
use crate::telling::beside_gitlab::Beside;
use crate::telling::report_words::{
    Told, all_worth_telling, counted, said, spoken, totals, why, why_unjudged,
};
use crate::telling::terminal;
use crate::telling::visible::visible;

/// How many failures are told in full; job summaries may be no longer than a megabyte.
const IN_FULL: usize = 50;
/// How many characters of a failure are shown; the JSON report has the rest.
const SHOWN_CHARACTERS: usize = 8_000;
/// How many characters say in a list why something is in it.
const LINE_CHARACTERS: usize = 300;

/// The report as Markdown: the conclusion, the profiles, what went wrong, what was expected to, what was left out.
#[must_use]
pub fn text(report: &Report) -> String {
    let mut out = format!(
        "## labproof: {}\n\n{}.\n\n",
        said(report),
        plain(&totals(report, ""))
    );
    for note in &report.notes {
        let _ = writeln!(out, "> {}\n", plain(note));
    }
    if let Some(reason) = &report.interrupted {
        let _ = writeln!(out, "> Ended early: {}\n", plain(reason));
    }
    profiles(report, &mut out);
    beside_gitlab(report, &mut out);
    failures(report, &mut out);
    stale(report, &mut out);
    for (title, verdict) in [
        ("Warnings", Verdict::Warning),
        ("Flaky", Verdict::Flaky),
        ("Expected failures", Verdict::ExpectedFailure),
    ] {
        let has_it = |it: &RequirementReport| it.verdict == verdict && !it.counts_against(report.strict);
        list(title, &chosen(report, has_it), &mut out);
    }
    unjudged(report, &mut out);
    out.truncate(out.trim_end().len());
    out + "\n"
}

/// A row a profile, a column an edition.
fn profiles(report: &Report, out: &mut String) {
    let all = || report.editions.iter().flat_map(|edition| &edition.profiles);
    let names: BTreeSet<&str> = all().map(|profile| profile.profile.as_str()).collect();
    if names.is_empty() {
        return;
    }
    out.push_str("| profile |");
    for edition in &report.editions {
        let _ = write!(out, " {} |", edition.edition);
    }
    let _ = writeln!(out, "\n|---|{}", "---|".repeat(report.editions.len()));
    for name in names {
        let _ = write!(out, "| {} |", plain(name));
        for edition in &report.editions {
            let profile = edition.profiles.iter().find(|profile| profile.profile == name);
            let cell = profile.map_or_else(|| "–".to_owned(), |profile| cell(profile, report.strict));
            let _ = write!(out, " {cell} |");
        }
        out.push('\n');
    }
    out.push('\n');
}

/// A line an edition, where there is something to say.
fn beside_gitlab(report: &Report, out: &mut String) {
    for edition in &report.editions {
        if let Some(words) = Beside::of(edition).words() {
            let _ = writeln!(
                out,
                "Edition {} beside GitLab: {}.\n",
                edition.edition,
                plain(&words)
            );
        }
    }
}

fn cell(profile: &ProfileReport, strict: bool) -> String {
    let counts = profile.verdicts.iter();
    let mut counts: Vec<String> = counts
        .map(|(verdict, count)| format!("{count} {}", spoken(*verdict)))
        .collect();
    if profile.is_below_its_floor() {
        let (judged, floor) = (profile.musts_judged, profile.floor);
        counts.push(format!("{judged} of at least {floor} musts judged"));
    }
    let counts = counts.join(", ");
    format!("**{}**<br>{counts}", profile.standing.words(strict))
}

fn chosen<'a>(report: &'a Report, wanted: impl Fn(&RequirementReport) -> bool) -> Vec<Told<'a>> {
    let told = all_worth_telling(report).into_iter();
    told.filter(|told| wanted(told.requirement)).collect()
}

fn failures(report: &Report, out: &mut String) {
    let failures = chosen(report, |it| it.counts_against(report.strict));
    if failures.is_empty() {
        return;
    }
    let (in_full, rest) = failures.split_at(failures.len().min(IN_FULL));
    let _ = writeln!(out, "### Failures\n");
    for told in in_full {
        let (edition, it) = (told.edition, told.requirement);
        let text = terminal::requirement(edition, it, told.others());
        let _ = writeln!(
            out,
            "<details><summary>{} <code>{}</code> ({}{}, {}): {}</summary>\n\n{}\n</details>\n",
            spoken(it.verdict),
            html(&it.requirement.id),
            if it.is_insecure() { "security, " } else { "" },
            it.requirement.level,
            edition.edition,
            html(&it.requirement.sentence),
            fenced(&text)
        );
    }
    list("And as well", rest, out);
}

/// Expectations that no longer hold, which fail a run as failures do.
fn stale(report: &Report, out: &mut String) {
    let passes = chosen(report, |it| it.verdict == Verdict::UnexpectedPass);
    if report.stale.is_empty() && passes.is_empty() {
        return;
    }
    let _ = writeln!(out, "### Stale expectations\n");
    for entry in &report.stale {
        let _ = writeln!(out, "- {}", plain(entry));
    }
    for it in &passes {
        let _ = writeln!(out, "- {}", item(it));
    }
    out.push('\n');
}

/// A line a requirement, folded up.
fn list(title: &str, requirements: &[Told<'_>], out: &mut String) {
    if requirements.is_empty() {
        return;
    }
    let count = requirements.len();
    let _ = writeln!(out, "<details><summary>{title} ({count})</summary>\n");
    for told in requirements {
        let _ = writeln!(out, "- {}", item(told));
    }
    out.push_str("\n</details>\n\n");
}

fn item(told: &Told<'_>) -> String {
    let (edition, it) = (told.edition, told.requirement);
    let requirement = &it.requirement;
    let others = told.others().map(|others| format!(" (also {})", plain(&others)));
    format!(
        "{} {} ({}, {}): {} — {}{}",
        spoken(it.verdict),
        plain(&requirement.id),
        requirement.level,
        edition.edition,
        plain(&requirement.sentence),
        plain(&shortened(&why(it), LINE_CHARACTERS, "…")),
        others.unwrap_or_default()
    )
}

/// What was left out, by edition and reason, so that nobody takes silence for a pass.
fn unjudged(report: &Report, out: &mut String) {
    let mut reasons: BTreeMap<(usize, &str), u64> = BTreeMap::new();
    for (index, edition) in report.editions.iter().enumerate() {
        let is_left_out = |verdict| matches!(verdict, Verdict::Skipped | Verdict::NotApplicable);
        let requirements = edition.requirements.iter();
        for it in requirements.filter(|it| is_left_out(it.verdict)) {
            *reasons.entry((index, why_unjudged(it))).or_default() += 1;
        }
    }
    if reasons.is_empty() {
        return;
    }
    let _ = writeln!(out, "### Not judged\n");
    for ((index, reason), count) in reasons {
        let edition = report.editions.get(index);
        let _ = writeln!(
            out,
            "- {}, {}: {}",
            edition
                .map(|edition| edition.edition.to_string())
                .unwrap_or_default(),
            counted(count, "requirement"),
            plain(reason)
        );
    }
    out.push('\n');
}

/// Text within Markdown, in a cell or a line, that means nothing but itself.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in visible(text).chars() {
        match character {
            '\n' | '\t' => out.push(' '),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '$' => {
                out.push('\\');
                out.push(character);
            }
            character => out.push(character),
        }
    }
    inert(&out)
}

/// Text that calls nobody and leads nowhere: `@name` and bare addresses do where CI systems show summaries and comments.
fn inert(text: &str) -> String {
    // A space of no width, as bots write it that quote what others wrote.
    let text = text.replace('@', "@&#8203;").replace("://", ":&#8203;//");
    text.replace("www.", "www&#8203;.")
}

/// Text within HTML, on one line.
fn html(text: &str) -> String {
    let text = visible(text).replace(['\n', '\t'], " ");
    let text = text.replace('&', "&amp;");
    inert(&text.replace('<', "&lt;").replace('>', "&gt;"))
}

/// Text as it is, between fences that nothing in it can close.
fn fenced(text: &str) -> String {
    let cut = "…\n(cut; the JSON report has all of it)\n";
    let shown = shortened(text, SHOWN_CHARACTERS, cut);
    let runs = shown.split(|character| character != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or_default().max(2) + 1);
    format!("{fence}text\n{shown}{fence}\n")
}

/// At most so many characters of a text, and a mark where there were more.
fn shortened(text: &str, characters: usize, mark: &str) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}{mark}", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{SHOWN_CHARACTERS, fenced, plain};

    #[test]
    fn text_means_nothing_but_itself() {
        assert_eq!(
            plain("a|b\n`c` <i> &amp; [x](y) *z*"),
            r"a\|b \`c\` &lt;i&gt; &amp;amp; \[x\](y) \*z\*"
        );
        assert_eq!(
            plain("@team http://a.example www.b.example"),
            "@&#8203;team http:&#8203;//a.example www&#8203;.b.example"
        );
    }

    #[test]
    fn nothing_closes_a_fence_and_nothing_is_endless() {
        assert_eq!(fenced("a\n````\nb\n"), "`````text\na\n````\nb\n`````\n");
        assert_eq!(fenced("a\n"), "```text\na\n```\n");
        let cut = fenced(&"é".repeat(SHOWN_CHARACTERS + 1));
        assert!(cut.contains("…\n(cut") && cut.ends_with("\n```\n"), "{cut}");
    }
}
