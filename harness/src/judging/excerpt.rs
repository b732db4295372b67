//! What reports keep of long answers: as much as tells what is wrong, and how long they were. Secrets are taken out
//! before, since half of one would be known by nobody.

use crate::asking::exchange::Exchange;
use crate::judging::verdict::Breach;

/// Keeps the beginning of an answer's body and headers.
pub(crate) fn exchange(exchange: &mut Exchange, bytes: usize) {
    let answer = &mut exchange.answer;
    // The text has it all.
    answer.json = None;
    cut(&mut answer.text, bytes);
    answer.headers.iter_mut().for_each(|(_, value)| cut(value, bytes));
}

/// The same in everything that a finding says.
pub(crate) fn breach(breach: &mut Breach, bytes: usize) {
    let exchanges = breach.exchange.iter_mut().chain(&mut breach.again);
    exchanges.for_each(|it| exchange(it, bytes));
    cut(&mut breach.expected, bytes);
    let mut left = bytes;
    let lines = breach.actual.iter();
    let fitting = lines.take_while(|line| {
        let fits = left > 0;
        left = left.saturating_sub(line.len());
        fits
    });
    let kept = fitting.count();
    let more = breach.actual.len() - kept;
    breach.actual.truncate(kept);
    breach.actual.iter_mut().for_each(|line| cut(line, bytes));
    if more > 0 {
        breach.actual.push(format!("… and {more} more"));
    }
}

/// At most so many bytes of a text, and a mark where there were more.
fn cut(text: &mut String, bytes: usize) {
    if text.len() <= bytes {
        return;
    }
    let whole = text.len();
    let end = (0..=bytes)
        .rev()
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or_default();
    // A text that is truncated would hold as much memory as before.
    *text = format!(
        "{}\n… (cut here: {end} of {whole} bytes; --answer-bytes keeps more)",
        &text[..end]
    );
}
