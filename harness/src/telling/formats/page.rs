//! Pages of HTML: templates with places, and text that stays text.

use crate::telling::visible::visible;

/// The template with each `{{name}}` replaced, in one pass, so that no part is searched for the names of others.
///
/// A name that no part has stands for nothing.
#[must_use]
pub fn filled(template: &str, parts: &[(&str, String)]) -> String {
    let size: usize = parts.iter().map(|(_, part)| part.len()).sum();
    let mut out = String::with_capacity(template.len() + size);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        let part = parts.iter().find(|(known, _)| *known == name);
        out.push_str(part.map_or("", |(_, part)| part.as_str()));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Text as HTML, in elements and in quoted attributes.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in visible(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_answered_is_text() {
        assert_eq!(
            escaped("<b a=\"1\" c='2'>&\u{1b}"),
            r"&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;\u{1b}"
        );
    }

    #[test]
    fn a_name_in_a_part_is_no_place_for_another() {
        let parts = [("a", "{{b}}".to_owned()), ("b", "2".to_owned())];
        assert_eq!(filled("<{{a}}|{{b}}|{{c}}>", &parts), "<{{b}}|2|>");
    }
}
