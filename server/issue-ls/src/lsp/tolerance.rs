//! Lets a client in, whatever it says about abilities.
//!
//! `initialize` is one large value, and a client that gets a corner of it wrong (Neovim 0.9 sends a list for
//! `callHierarchy`) would be refused for something that nobody here reads. What does not make sense is taken out before
//! the value is read, ability by ability.

use std::task::{Context, Poll};

use lsp_types::ClientCapabilities;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::Request;
use tower_service::Service;

/// A service that sees only abilities that make sense.
#[derive(Debug)]
pub struct Tolerant<S>(pub S);

impl<S: Service<Request>> Service<Request> for Tolerant<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> S::Future {
        if request.method() != "initialize" {
            return self.0.call(request);
        }
        let (method, id, params) = request.into_parts();
        let mut params = params.unwrap_or_default();
        if let Some(capabilities) = params.get_mut("capabilities") {
            remove_nonsense(capabilities);
        }
        let request = Request::build(method).params(params);
        self.0.call(match id {
            Some(id) => request.id(id).finish(),
            None => request.finish(),
        })
    }
}

fn remove_nonsense(capabilities: &mut Value) {
    let makes_sense = |value: Value| serde_json::from_value::<ClientCapabilities>(value).is_ok();
    let Some(groups) = capabilities.as_object_mut() else {
        return;
    };
    for (group, abilities) in groups.iter_mut() {
        if let Some(abilities) = abilities.as_object_mut() {
            abilities.retain(|name, ability| makes_sense(json!({ group: { name: ability } })));
        }
    }
    groups.retain(|group, abilities| makes_sense(json!({ group: abilities })));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_makes_no_sense_is_taken_out() {
        let mut capabilities = json!({
            "general": 3,
            "workspace": {"configuration": true, "symbol": "yes"},
            "textDocument": {"callHierarchy": [{"dynamicRegistration": false}], "diagnostic": {}, "invented": []},
            "experimental": {"anything": [1, "two"]},
        });
        remove_nonsense(&mut capabilities);
        assert_eq!(
            capabilities,
            json!({
                "workspace": {"configuration": true},
                "textDocument": {"diagnostic": {}, "invented": []},
                "experimental": {"anything": [1, "two"]},
            })
        );
    }
}
