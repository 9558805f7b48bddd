//! Words with a meaning come in the protocol's numbers, of the types that the client has colours for.

use serde_json::{Value, json};

use super::*;

const DRAFT: &str =
    "```release\r\nintroduced-in=v1.36.2\r\n```\r\n/sig node 😀é cli\r\n/sig aws\r\n";

fn client(types: Value, modifiers: Value, encoding: &str) -> Value {
    json!({
        "general": {"positionEncodings": [encoding]},
        "textDocument": {"diagnostic": {}, "semanticTokens": {
            "requests": {"full": true, "range": true},
            "tokenTypes": types,
            "tokenModifiers": modifiers,
            "formats": ["relative"],
        }},
    })
}

async fn tokens(client: Value) -> Value {
    let method = "textDocument/semanticTokens/full";
    answer(client, DRAFT, method, json!({})).await["data"].take()
}

#[tokio::test]
async fn lengths_count_in_each_encoding() {
    let types = || json!(["number", "property", "enumMember", "function", "type"]);
    for (encoding, emoji) in [("utf-8", 6), ("utf-16", 3), ("utf-32", 2)] {
        // enumMember, function, number, property: the legend has them in this order.
        assert_eq!(
            tokens(client(types(), json!(["deprecated"]), encoding)).await,
            json!([
                1,
                0,
                13,
                3,
                0,
                0,
                14,
                7,
                2,
                0,
                2,
                0,
                4,
                1,
                0,
                0,
                5,
                4,
                0,
                0,
                0,
                5,
                emoji,
                0,
                0,
                0,
                emoji + 1,
                3,
                0,
                0,
                1,
                0,
                4,
                1,
                0,
                0,
                5,
                3,
                0,
                1
            ]),
            "{encoding}"
        );
    }
}

#[tokio::test]
async fn what_the_client_has_no_colour_for_is_left_out() {
    assert_eq!(
        tokens(client(json!(["number"]), json!([]), "utf-16")).await,
        json!([1, 14, 7, 0, 0])
    );
    assert_eq!(
        tokens(client(json!([]), json!([]), "utf-16")).await,
        json!([])
    );
}

#[tokio::test]
async fn a_part_of_a_draft_has_its_own() {
    let client = client(json!(["function"]), json!([]), "utf-16");
    let method = "textDocument/semanticTokens/range";
    let params = json!({"range": range((4, 0), (99, 0))});
    let answer = answer(client, DRAFT, method, params).await;
    assert_eq!(answer["data"], json!([4, 0, 4, 0, 0]));
}
