//! Finding the operation of a method and path: one step per segment, however many operations there are.

use std::collections::BTreeMap;
use std::str::Split;

use percent_encoding::percent_decode_str;

/// Routes by path, segment by segment.
pub(crate) struct Router<T> {
    root: Node<T>,
}

struct Node<T> {
    /// What comes next, by literal segment.
    literals: BTreeMap<String, Node<T>>,
    /// What comes next after a parameter. A literal wins over it.
    parameter: Option<(String, Box<Node<T>>)>,
    /// What is here, by method.
    methods: BTreeMap<String, T>,
}

/// A route that was found, with the values of its path parameters.
pub(crate) struct Found<'r, T> {
    pub(crate) route: &'r T,
    pub(crate) path_params: Vec<(&'r str, String)>,
}

impl<T> Default for Node<T> {
    fn default() -> Self {
        Self {
            literals: BTreeMap::new(),
            parameter: None,
            methods: BTreeMap::new(),
        }
    }
}

impl<T> Default for Router<T> {
    fn default() -> Self {
        Self {
            root: Node::default(),
        }
    }
}

impl<T> Router<T> {
    /// Adds a route; a segment such as `{id}` is a parameter.
    pub(crate) fn add(&mut self, method: &str, path: &str, route: T) {
        let mut node = &mut self.root;
        for segment in segments(path) {
            node = match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                None => node.literals.entry(segment.to_owned()).or_default(),
                Some(name) => {
                    &mut node
                        .parameter
                        .get_or_insert_with(|| (name.to_owned(), Box::default()))
                        .1
                }
            };
        }
        node.methods.insert(method.to_owned(), route);
    }

    /// The route of a request; slashes at the end do not matter.
    pub(crate) fn find(&self, method: &str, path: &str) -> Option<Found<'_, T>> {
        let segments = segments(path.trim_end_matches('/'));
        let mut path_params = Vec::new();
        let route = self.root.find(method, segments, &mut path_params)?;
        Some(Found { route, path_params })
    }
}

impl<T> Node<T> {
    fn find<'r>(
        &'r self,
        method: &str,
        mut segments: Split<'_, char>,
        path_params: &mut Vec<(&'r str, String)>,
    ) -> Option<&'r T> {
        let Some(segment) = segments.next() else {
            return self.methods.get(method);
        };
        let segment = percent_decode_str(segment).decode_utf8_lossy();
        let literal = self
            .literals
            .get(segment.as_ref())
            .and_then(|node| node.find(method, segments.clone(), path_params));
        if literal.is_some() {
            return literal;
        }
        let (name, node) = self.parameter.as_ref()?;
        let before = path_params.len();
        path_params.push((name, segment.into_owned()));
        let found = node.find(method, segments, path_params);
        if found.is_none() {
            path_params.truncate(before);
        }
        found
    }
}

fn segments(path: &str) -> Split<'_, char> {
    path.strip_prefix('/').unwrap_or(path).split('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn router() -> Router<&'static str> {
        let mut router = Router::default();
        router.add("GET", "/namespaces/storage/limit_exclusions", "list");
        router.add("GET", "/namespaces/{id}/minutes", "minutes");
        router.add("POST", "/namespaces/{id}/minutes/move/{target_id}", "move");
        router.add("GET", "/check", "check");
        router
    }

    fn find(method: &str, path: &str) -> Option<String> {
        let router = router();
        let found = router.find(method, path)?;
        let params: Vec<String> = found
            .path_params
            .iter()
            .map(|(name, value)| format!(" {name}={value}"))
            .collect();
        Some(format!("{}{}", found.route, params.concat()))
    }

    #[test]
    fn a_path_is_found_by_its_segments() {
        assert_eq!(find("GET", "/check").as_deref(), Some("check"));
        assert_eq!(
            find("GET", "/namespaces/storage/limit_exclusions").as_deref(),
            Some("list")
        );
        assert_eq!(
            find("GET", "/namespaces/storage/minutes").as_deref(),
            Some("minutes id=storage")
        );
        assert_eq!(
            find("POST", "/namespaces/1/minutes/move/2").as_deref(),
            Some("move id=1 target_id=2")
        );
    }

    #[test]
    fn encoding_and_slashes_at_the_end_do_not_matter() {
        assert_eq!(find("GET", "/check//").as_deref(), Some("check"));
        assert_eq!(find("GET", "/%63heck").as_deref(), Some("check"));
        assert_eq!(
            find("GET", "/namespaces/a%2Fb/minutes").as_deref(),
            Some("minutes id=a/b")
        );
    }

    #[test]
    fn another_method_or_path_is_not_found() {
        for (method, path) in [
            ("POST", "/check"),
            ("GET", "//check"),
            ("GET", "/"),
            ("GET", ""),
            ("GET", "*"),
            ("GET", "/CHECK"),
        ] {
            assert_eq!(find(method, path), None, "{method} {path}");
        }
    }
}
