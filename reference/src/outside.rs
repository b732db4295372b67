//! What lies beside the API: the pages of the web interface, none of which is here.

use crate::answer::Answer;

/// The media type of a page.
const HTML: &str = "text/html; charset=utf-8";
/// Where the API begins: what is below it is answered by it, be it that there is nothing.
const API: &str = "/api/v4";
/// Below it is what serves tests, where somebody wants that.
const OWN: &str = "/-/";

/// The page that stands for all others; nothing if the path is one of the API. Where people sign in is asked for only if
/// that is the answer.
pub(crate) fn answer(method: &str, path: &str, url: impl FnOnce() -> String) -> Option<Answer> {
    let below_api = path.strip_prefix(API);
    if below_api.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) || path.starts_with(OWN) {
        return None;
    }
    if method == "GET" {
        let to = format!("{}/users/sign_in", url());
        let mut page = Answer::page(302, HTML, "<!DOCTYPE html><title>Sign in first</title>");
        page.headers.push(("location", to));
        return Some(page);
    }
    // What looks like the API is looked for there; any other page wants a token of its own form.
    let first = path.split('/').find(|segment| !segment.is_empty());
    Some(if first.is_some_and(|first| first.eq_ignore_ascii_case("api")) {
        Answer::page(404, HTML, "<!DOCTYPE html><title>Nothing found (404)</title>")
    } else {
        Answer::page(422, HTML, "<!DOCTYPE html><title>Rejected (422)</title>")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(method: &str, path: &str) -> Option<u16> {
        answer(method, path, || "https://gitlab.test".to_owned()).map(|answer| answer.status)
    }

    #[test]
    fn whatever_is_below_the_api_or_serves_tests_is_no_page() {
        for path in [
            "/api/v4",
            "/api/v4/",
            "/api/v4/internal/nothing",
            "/-/labproof/state",
        ] {
            assert_eq!(
                (status("GET", path), status("POST", path)),
                (None, None),
                "{path}"
            );
        }
    }

    #[test]
    fn who_looks_at_a_page_is_asked_to_sign_in_and_who_sends_one_is_refused() {
        for path in [
            "/",
            "/internal/check",
            "/API/V4/internal/check",
            "/api/scim/v2/nothing",
            "/api/v40",
        ] {
            assert_eq!(status("GET", path), Some(302), "{path}");
        }
        for (path, expected) in [
            ("/API/V4/internal/allowed", 404),
            ("/internal/allowed", 422),
            ("/", 422),
        ] {
            assert_eq!(status("POST", path), Some(expected), "{path}");
        }
    }

    #[test]
    fn the_page_to_sign_in_is_the_instances() {
        let page = answer("GET", "/", || "https://gitlab.test".to_owned()).unwrap();
        assert_eq!(
            page.headers,
            [("location", "https://gitlab.test/users/sign_in".to_owned())]
        );
    }
}
