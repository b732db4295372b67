//! Finding the operation of a method and path: one step per segment, however many operations there are.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

/// Routes by path, segment by segment.
pub(crate) struct Router<T> {
    root: Node<T>,
}

struct Node<T> {
    /// What comes next, by literal segment.
    literals: BTreeMap<String, Node<T>>,
    /// What comes next after a parameter, whatever routes call it. A literal wins over it.
    parameter: Option<Box<Node<T>>>,
    /// What is here, by method.
    methods: BTreeMap<String, Leaf<T>>,
}

/// A route, with its own names for the parameters on the way to it.
struct Leaf<T> {
    names: Vec<String>,
    route: T,
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
        let mut names = Vec::new();
        for segment in segments(path) {
            node = match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                None => node.literals.entry(segment.to_owned()).or_default(),
                Some(name) => {
                    names.push(name.to_owned());
                    node.parameter.get_or_insert_default()
                }
            };
        }
        node.methods.insert(method.to_owned(), Leaf { names, route });
    }

    /// The route of a request; slashes at the end or twice in a row do not matter, nor does a format such as `.json`.
    pub(crate) fn find(&self, method: &str, path: &str) -> Option<Found<'_, T>> {
        let mut values = Vec::new();
        let leaf = self.root.find(method, segments(path), &mut values)?;
        let names = leaf.names.iter().map(String::as_str);
        Some(Found {
            route: &leaf.route,
            path_params: names.zip(values).collect(),
        })
    }
}

impl<T> Node<T> {
    /// The route, and in `values` what stands where it has parameters.
    fn find<'p>(
        &self,
        method: &str,
        mut segments: impl Iterator<Item = &'p str> + Clone,
        values: &mut Vec<String>,
    ) -> Option<&Leaf<T>> {
        let Some(segment) = segments.next() else {
            return self.methods.get(method);
        };
        let segment = percent_decode_str(segment).decode_utf8_lossy();
        let named = self.literals.get(segment.as_ref());
        let is_last = segments.clone().next().is_none();
        let literal = named
            .or_else(|| self.literals.get(without_format(&segment).filter(|_| is_last)?))
            .and_then(|node| node.find(method, segments.clone(), values));
        if literal.is_some() {
            return literal;
        }
        let node = self.parameter.as_ref()?;
        let before = values.len();
        values.push(segment.into_owned());
        let found = node.find(method, segments, values);
        if found.is_none() {
            values.truncate(before);
        }
        found
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> + Clone {
    path.split('/').filter(|segment| !segment.is_empty())
}

/// `check` for `check.json`: whatever format is asked for that way, the answer is JSON.
fn without_format(segment: &str) -> Option<&str> {
    let (name, format) = segment.rsplit_once('.')?;
    (!name.is_empty() && !format.is_empty()).then_some(name)
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
        find_in(&router(), method, path)
    }

    fn find_in(router: &Router<&'static str>, method: &str, path: &str) -> Option<String> {
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
    fn each_route_has_its_own_names_for_the_parameters_of_its_path() {
        let get = ("GET", "/namespaces/{id}/owners", "owners");
        let put = ("PUT", "/namespaces/{namespace_id}/owners/{user_id}", "own");
        let same_method = ("GET", "/namespaces/{path}/plan", "plan");
        let same_path = ("DELETE", "/namespaces/{group}/owners", "disown");
        let mut routes = [get, put, same_method, same_path];
        for _ in 0..2 {
            routes.reverse();
            let mut router = Router::default();
            for (method, path, route) in routes {
                router.add(method, path, route);
            }
            for (method, path, found) in [
                ("GET", "/namespaces/1/owners", "owners id=1"),
                ("PUT", "/namespaces/1/owners/2", "own namespace_id=1 user_id=2"),
                ("GET", "/namespaces/1/plan", "plan path=1"),
                ("DELETE", "/namespaces/1/owners", "disown group=1"),
            ] {
                assert_eq!(
                    find_in(&router, method, path).as_deref(),
                    Some(found),
                    "{method} {path}"
                );
            }
            assert_eq!(find_in(&router, "PUT", "/namespaces/1/owners"), None);
        }
    }

    #[test]
    fn encoding_slashes_and_a_format_do_not_matter() {
        for path in ["/check//", "//check", "/check.json", "/check.xml", "/check.json/"] {
            assert_eq!(find("GET", path).as_deref(), Some("check"), "{path}");
        }
        assert_eq!(
            find("GET", "/namespaces/a.json/minutes.json").as_deref(),
            Some("minutes id=a.json")
        );
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
            ("GET", "/check."),
            ("GET", "/.json"),
            ("GET", "/check.json/minutes"),
            ("GET", "/"),
            ("GET", ""),
            ("GET", "*"),
            ("GET", "/CHECK"),
        ] {
            assert_eq!(find(method, path), None, "{method} {path}");
        }
    }
}
