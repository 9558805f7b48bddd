//! Findings as services read them: SARIF, JUnit, the workflow commands of GitHub and the code quality of GitLab.
//!
//! That others read them so is tested with libraries of others, in `tests/formats`.

use serde_json::Value;

use super::*;

const FORM: &str = "\
name: Crash report
description: The program ended
body:
  - type: input
    attributes:
      label: Version
    validations:
      required: true
";

/// The formats that this is about.
const FORMATS: [&str; 4] = ["sarif", "junit", "github", "gitlab"];

/// What is checked in [`folder`], and the rules that find something there.
const EVERYTHING: &str =
    "--select unknown-label,invalid-version,missing-answer drafts form.md issues.json";

/// A draft with line ends of Windows, characters of several bytes and fixes, one with the same finding twice, one whose
/// form tells something of the finding, and an issue on GitHub.
fn folder() -> Folder {
    let windows = DRAFT.replace("nod", "😀 nod").replace('\n', "\r\n");
    Folder::new(&[
        (".github/ISSUE_TEMPLATE/crash report.yml", FORM),
        ("drafts/a b.md", &windows),
        ("drafts/twice.md", "/sig nod\n```release\n```\n/sig nod\n"),
        ("form.md", "### Version\n\n_No response_\n"),
        (
            "issues.json",
            r#"{"number":12,"body":"/sig nod\r\n","labels":[],"state":"OPEN"}"#,
        ),
    ])
}

fn report(folder: &Folder, format: &str, arguments: &str) -> Said {
    folder.check(&format!("--quiet --output-format {format} {arguments}"))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn sarif() {
    let said = report(&folder(), "sarif", EVERYTHING);
    let mut log = json(&said.output);
    // The pages of the rules are tested where they are written.
    let rules = &mut log["runs"][0]["tool"]["driver"]["rules"];
    for rule in rules.as_array_mut().expect("an array") {
        for key in ["shortDescription", "fullDescription", "help"] {
            let text = rule[key]["text"].take();
            assert!(text.as_str().is_some_and(|text| !text.is_empty()), "{key}");
            rule.as_object_mut().expect("an object").remove(key);
        }
    }
    expect![[r#"
        {
          "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
          "runs": [
            {
              "columnKind": "unicodeCodePoints",
              "newlineSequences": [
                "\r\n",
                "\n",
                "\r"
              ],
              "results": [
                {
                  "level": "error",
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "drafts/a%20b.md"
                        },
                        "region": {
                          "endColumn": 7,
                          "endLine": 1,
                          "startColumn": 6,
                          "startLine": 1
                        }
                      }
                    }
                  ],
                  "message": {
                    "text": "The repository has no label `sig/😀`; write one that the repository has, or leave it out."
                  },
                  "partialFingerprints": {
                    "issueLs/v1": "9b57fc737ef0ea2e"
                  },
                  "ruleId": "unknown-label",
                  "ruleIndex": 0
                },
                {
                  "fixes": [
                    {
                      "artifactChanges": [
                        {
                          "artifactLocation": {
                            "uri": "drafts/a%20b.md"
                          },
                          "replacements": [
                            {
                              "deletedRegion": {
                                "endColumn": 11,
                                "endLine": 1,
                                "startColumn": 8,
                                "startLine": 1
                              },
                              "insertedContent": {
                                "text": "node"
                              }
                            }
                          ]
                        }
                      ],
                      "description": {
                        "text": "Write `node`"
                      },
                      "properties": {
                        "applicability": "safe"
                      }
                    }
                  ],
                  "level": "error",
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "drafts/a%20b.md"
                        },
                        "region": {
                          "endColumn": 11,
                          "endLine": 1,
                          "startColumn": 8,
                          "startLine": 1
                        }
                      }
                    }
                  ],
                  "message": {
                    "text": "The repository has no label `sig/nod`; write `sig/node` if that is meant."
                  },
                  "partialFingerprints": {
                    "issueLs/v1": "6c11f1b2e886bb6c"
                  },
                  "ruleId": "unknown-label",
                  "ruleIndex": 0
                },
                {
                  "fixes": [
                    {
                      "artifactChanges": [
                        {
                          "artifactLocation": {
                            "uri": "drafts/a%20b.md"
                          },
                          "replacements": [
                            {
                              "deletedRegion": {
                                "endColumn": 21,
                                "endLine": 4,
                                "startColumn": 15,
                                "startLine": 4
                              },
                              "insertedContent": {
                                "text": "v1.30.2"
                              }
                            }
                          ]
                        }
                      ],
                      "description": {
                        "text": "Write `v1.30.2`"
                      },
                      "properties": {
                        "applicability": "safe"
                      }
                    }
                  ],
                  "level": "error",
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "drafts/a%20b.md"
                        },
                        "region": {
                          "endColumn": 21,
                          "endLine": 4,
                          "startColumn": 15,
                          "startLine": 4
                        }
                      }
                    }
                  ],
                  "message": {
                    "text": "`1.30.2` is not the name of a release; write `v1.30.2`."
                  },
                  "partialFingerprints": {
                    "issueLs/v1": "24e661701c89c45b"
                  },
                  "ruleId": "invalid-version",
                  "ruleIndex": 1
                },
                {
                  "fixes": [
                    {
                      "artifactChanges": [
                        {
                          "artifactLocation": {
                            "uri": "drafts/twice.md"
                          },
                          "replacements": [
                            {
                              "deletedRegion": {
                                "endColumn": 9,
                                "endLine": 1,
                                "startColumn": 6,
                                "startLine": 1
                              },
                              "insertedContent": {
                                "text": "node"
                              }
                            }
                          ]
                        }
                      ],
                      "description": {
                        "text": "Write `node`"
                      },
                      "properties": {
                        "applicability": "safe"
                      }
                    }
                  ],
                  "level": "error",
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "drafts/twice.md"
                        },
                        "region": {
                          "endColumn": 9,
                          "endLine": 1,
                          "startColumn": 6,
                          "startLine": 1
                        }
                      }
                    }
                  ],
                  "message": {
                    "text": "The repository has no label `sig/nod`; write `sig/node` if that is meant."
                  },
                  "partialFingerprints": {
                    "issueLs/v1": "0ee7656656afdb29"
                  },
                  "ruleId": "unknown-label",
                  "ruleIndex": 0
                },
                {
                  "fixes": [
                    {
                      "artifactChanges": [
                        {
                          "artifactLocation": {
                            "uri": "drafts/twice.md"
                          },
                          "replacements": [
                            {
                              "deletedRegion": {
                                "endColumn": 9,
                                "endLine": 4,
                                "startColumn": 6,
                                "startLine": 4
                              },
                              "insertedContent": {
                                "text": "node"
                              }
                            }
                          ]
                        }
                      ],
                      "description": {
                        "text": "Write `node`"
                      },
                      "properties": {
                        "applicability": "safe"
                      }
                    }
                  ],
                  "level": "error",
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "drafts/twice.md"
                        },
                        "region": {
                          "endColumn": 9,
                          "endLine": 4,
                          "startColumn": 6,
                          "startLine": 4
                        }
                      }
                    }
                  ],
                  "message": {
                    "text": "The repository has no label `sig/nod`; write `sig/node` if that is meant."
                  },
                  "partialFingerprints": {
                    "issueLs/v1": "0ef1656656b82fae"
                  },
                  "ruleId": "unknown-label",
                  "ruleIndex": 0
                },
                {
                  "level": "error",
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "form.md"
                        },
                        "region": {
                          "endColumn": 12,
                          "endLine": 1,
                          "startColumn": 1,
                          "startLine": 1
                        }
                      }
                    }
                  ],
                  "message": {
                    "text": "The form requires an answer to `Version`, and this says that there is none; write the answer."
                  },
                  "partialFingerprints": {
                    "issueLs/v1": "6bf0af9c06bc8df0"
                  },
                  "relatedLocations": [
                    {
                      "message": {
                        "text": "The form requires `Version`."
                      },
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": ".github/ISSUE_TEMPLATE/crash%20report.yml"
                        },
                        "region": {
                          "endColumn": 21,
                          "endLine": 8,
                          "startColumn": 5,
                          "startLine": 4
                        }
                      }
                    }
                  ],
                  "ruleId": "missing-answer",
                  "ruleIndex": 2
                },
                {
                  "level": "error",
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "%2312"
                        },
                        "region": {
                          "endColumn": 9,
                          "endLine": 1,
                          "startColumn": 6,
                          "startLine": 1
                        }
                      }
                    }
                  ],
                  "message": {
                    "text": "The repository has no label `sig/nod`; write `sig/node` if that is meant."
                  },
                  "partialFingerprints": {
                    "issueLs/v1": "cfacdc562e3c8759"
                  },
                  "ruleId": "unknown-label",
                  "ruleIndex": 0
                }
              ],
              "tool": {
                "driver": {
                  "name": "issue-ls",
                  "rules": [
                    {
                      "defaultConfiguration": {
                        "level": "error"
                      },
                      "id": "unknown-label"
                    },
                    {
                      "defaultConfiguration": {
                        "level": "error"
                      },
                      "id": "invalid-version"
                    },
                    {
                      "defaultConfiguration": {
                        "level": "error"
                      },
                      "id": "missing-answer"
                    }
                  ],
                  "semanticVersion": "0.1.0"
                }
              }
            }
          ],
          "version": "2.1.0"
        }
    "#]].assert_eq(&format!("{log:#}\n"));
    assert_eq!(said.code, 1);
}

#[test]
fn junit() {
    let said = report(&folder(), "junit", EVERYTHING);
    expect![[r##"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="issue-ls" tests="7" failures="7">
          <testsuite name="drafts/a b.md" tests="3" failures="3">
            <testcase name="unknown-label at 1:6" classname="drafts/a b.md" file="drafts/a b.md" line="1">
              <failure type="error" message="The repository has no label `sig/😀`; write one that the repository has, or leave it out.">drafts/a b.md:1:6: error[unknown-label] The repository has no label `sig/😀`; write one that the repository has, or leave it out.</failure>
            </testcase>
            <testcase name="unknown-label at 1:8" classname="drafts/a b.md" file="drafts/a b.md" line="1">
              <failure type="error" message="The repository has no label `sig/nod`; write `sig/node` if that is meant.">drafts/a b.md:1:8: error[unknown-label] The repository has no label `sig/nod`; write `sig/node` if that is meant.</failure>
            </testcase>
            <testcase name="invalid-version at 4:15" classname="drafts/a b.md" file="drafts/a b.md" line="4">
              <failure type="error" message="`1.30.2` is not the name of a release; write `v1.30.2`.">drafts/a b.md:4:15: error[invalid-version] `1.30.2` is not the name of a release; write `v1.30.2`.</failure>
            </testcase>
          </testsuite>
          <testsuite name="drafts/twice.md" tests="2" failures="2">
            <testcase name="unknown-label at 1:6" classname="drafts/twice.md" file="drafts/twice.md" line="1">
              <failure type="error" message="The repository has no label `sig/nod`; write `sig/node` if that is meant.">drafts/twice.md:1:6: error[unknown-label] The repository has no label `sig/nod`; write `sig/node` if that is meant.</failure>
            </testcase>
            <testcase name="unknown-label at 4:6" classname="drafts/twice.md" file="drafts/twice.md" line="4">
              <failure type="error" message="The repository has no label `sig/nod`; write `sig/node` if that is meant.">drafts/twice.md:4:6: error[unknown-label] The repository has no label `sig/nod`; write `sig/node` if that is meant.</failure>
            </testcase>
          </testsuite>
          <testsuite name="form.md" tests="1" failures="1">
            <testcase name="missing-answer at 1:1" classname="form.md" file="form.md" line="1">
              <failure type="error" message="The form requires an answer to `Version`, and this says that there is none; write the answer.">form.md:1:1: error[missing-answer] The form requires an answer to `Version`, and this says that there is none; write the answer.</failure>
            </testcase>
          </testsuite>
          <testsuite name="#12" tests="1" failures="1">
            <testcase name="unknown-label at 1:6" classname="#12" file="#12" line="1">
              <failure type="error" message="The repository has no label `sig/nod`; write `sig/node` if that is meant.">#12:1:6: error[unknown-label] The repository has no label `sig/nod`; write `sig/node` if that is meant.</failure>
            </testcase>
          </testsuite>
        </testsuites>
        --- standard error, exit code 1
    "##]].assert_eq(&said.to_string());
}

#[test]
fn github() {
    let said = report(&folder(), "github", EVERYTHING);
    expect![[r#"
        ::error file=drafts/a b.md,line=1,endLine=1,col=6,endColumn=7,title=unknown-label::drafts/a b.md:1:6: error[unknown-label] The repository has no label `sig/😀`; write one that the repository has, or leave it out.
        ::error file=drafts/a b.md,line=1,endLine=1,col=8,endColumn=11,title=unknown-label::drafts/a b.md:1:8: error[unknown-label] The repository has no label `sig/nod`; write `sig/node` if that is meant.
        ::error file=drafts/a b.md,line=4,endLine=4,col=15,endColumn=21,title=invalid-version::drafts/a b.md:4:15: error[invalid-version] `1.30.2` is not the name of a release; write `v1.30.2`.
        ::error file=drafts/twice.md,line=1,endLine=1,col=6,endColumn=9,title=unknown-label::drafts/twice.md:1:6: error[unknown-label] The repository has no label `sig/nod`; write `sig/node` if that is meant.
        ::error file=drafts/twice.md,line=4,endLine=4,col=6,endColumn=9,title=unknown-label::drafts/twice.md:4:6: error[unknown-label] The repository has no label `sig/nod`; write `sig/node` if that is meant.
        ::error file=form.md,line=1,endLine=1,col=1,endColumn=12,title=missing-answer::form.md:1:1: error[missing-answer] The form requires an answer to `Version`, and this says that there is none; write the answer.
        ::error file=#12,line=1,endLine=1,col=6,endColumn=9,title=unknown-label::#12:1:6: error[unknown-label] The repository has no label `sig/nod`; write `sig/node` if that is meant.
        --- standard error, exit code 1
    "#]].assert_eq(&said.to_string());
}

#[test]
fn gitlab() {
    let said = report(&folder(), "gitlab", EVERYTHING);
    expect![[r##"
        [
          {
            "description": "The repository has no label `sig/😀`; write one that the repository has, or leave it out.",
            "check_name": "unknown-label",
            "fingerprint": "9b57fc737ef0ea2e",
            "severity": "major",
            "location": {
              "path": "drafts/a b.md",
              "lines": {
                "begin": 1
              }
            }
          },
          {
            "description": "The repository has no label `sig/nod`; write `sig/node` if that is meant.",
            "check_name": "unknown-label",
            "fingerprint": "6c11f1b2e886bb6c",
            "severity": "major",
            "location": {
              "path": "drafts/a b.md",
              "lines": {
                "begin": 1
              }
            }
          },
          {
            "description": "`1.30.2` is not the name of a release; write `v1.30.2`.",
            "check_name": "invalid-version",
            "fingerprint": "24e661701c89c45b",
            "severity": "major",
            "location": {
              "path": "drafts/a b.md",
              "lines": {
                "begin": 4
              }
            }
          },
          {
            "description": "The repository has no label `sig/nod`; write `sig/node` if that is meant.",
            "check_name": "unknown-label",
            "fingerprint": "0ee7656656afdb29",
            "severity": "major",
            "location": {
              "path": "drafts/twice.md",
              "lines": {
                "begin": 1
              }
            }
          },
          {
            "description": "The repository has no label `sig/nod`; write `sig/node` if that is meant.",
            "check_name": "unknown-label",
            "fingerprint": "0ef1656656b82fae",
            "severity": "major",
            "location": {
              "path": "drafts/twice.md",
              "lines": {
                "begin": 4
              }
            }
          },
          {
            "description": "The form requires an answer to `Version`, and this says that there is none; write the answer.",
            "check_name": "missing-answer",
            "fingerprint": "6bf0af9c06bc8df0",
            "severity": "major",
            "location": {
              "path": "form.md",
              "lines": {
                "begin": 1
              }
            }
          },
          {
            "description": "The repository has no label `sig/nod`; write `sig/node` if that is meant.",
            "check_name": "unknown-label",
            "fingerprint": "cfacdc562e3c8759",
            "severity": "major",
            "location": {
              "path": "#12",
              "lines": {
                "begin": 1
              }
            }
          }
        ]
        --- standard error, exit code 1
    "##]].assert_eq(&said.to_string());
}

#[test]
fn a_report_of_nothing_is_a_report() {
    let folder = Folder::new(&[]);
    let said = FORMATS.map(|format| report(&folder, format, "").output);
    expect![[r#"
        {
          "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
          "runs": [
            {
              "columnKind": "unicodeCodePoints",
              "newlineSequences": [
                "\r\n",
                "\n",
                "\r"
              ],
              "results": [],
              "tool": {
                "driver": {
                  "name": "issue-ls",
                  "rules": [],
                  "semanticVersion": "0.1.0"
                }
              }
            }
          ],
          "version": "2.1.0"
        }
        ---
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="issue-ls" tests="0" failures="0">
        </testsuites>
        ---
        ---
        []
    "#]].assert_eq(&said.join("---\n"));
}

#[test]
fn a_draft_without_findings_is_a_case_that_passed() {
    let folder = Folder::new(&[("a.md", MENDED)]);
    let said = report(&folder, "junit", &format!("{RULES} a.md"));
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="issue-ls" tests="1" failures="0">
          <testsuite name="a.md" tests="1" failures="0">
            <testcase name="no findings" classname="a.md" file="a.md"/>
          </testsuite>
        </testsuites>
        --- standard error, exit code 0
    "#]]
    .assert_eq(&said.to_string());
}

#[test]
fn sarif_describes_a_rule_with_its_page() {
    let folder = folder();
    let log = json(&report(&folder, "sarif", "--select invalid-version drafts").output);
    let rule = &log["runs"][0]["tool"]["driver"]["rules"][0];
    let page = said(&mut folder.command("rule invalid-version")).output;
    assert_eq!(rule["help"]["markdown"].as_str(), Some(page.as_str()));
    assert_eq!(rule["helpUri"], Value::Null, "there is no such page yet");
}

#[test]
fn braces_are_doubled_in_sarif_since_they_would_stand_for_arguments() {
    let folder = Folder::new(&[("a.md", "/sig {0}\n")]);
    let log = json(&report(&folder, "sarif", "--select unknown-label a.md").output);
    expect!["The repository has no label `sig/{{0}}`; write one that the repository has, or leave it out."].assert_eq(
        log["runs"][0]["results"][0]["message"]["text"]
            .as_str()
            .expect("a text"),
    );
}

#[test]
fn paths_lead_from_the_current_folder_however_they_are_written() {
    let folder = Folder::new(&[("drafts/a.md", DRAFT)]);
    let absolute = folder.path("drafts/a.md");
    for format in FORMATS {
        let expected = report(&folder, format, &format!("{RULES} drafts/a.md")).output;
        for path in ["./drafts/a.md", "drafts/../drafts/./a.md"]
            .into_iter()
            .chain(absolute.to_str())
        {
            let said = report(&folder, format, &format!("{RULES} {path}")).output;
            // The name for people is as they wrote it.
            let said = match format {
                "junit" | "github" => said.replace(path, "drafts/a.md"),
                _ => said,
            };
            assert_eq!(said, expected, "{path}");
        }
    }
}

#[cfg(unix)] // Windows has no such names.
#[test]
fn names_of_files_keep_to_their_places() {
    let name = "a%2C b:c,d=e\"f'<g>&[h]#😀.md";
    let folder = Folder::new(&[(name, DRAFT)]);
    let report = |format: &str| report(&folder, format, "--select invalid-version .").output;
    let log = json(&report("sarif"));
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    expect!["a%252C%20b%3Ac%2Cd%3De%22f%27%3Cg%3E%26%5Bh%5D%23%F0%9F%98%80.md"]
        .assert_eq(place["artifactLocation"]["uri"].as_str().expect("a text"));
    expect![[r#"
        ::error file=a%252C b%3Ac%2Cd=e"f'<g>&[h]#😀.md,line=4,endLine=4,col=15,endColumn=21,title=invalid-version::a%252C b:c,d=e"f'<g>&[h]#😀.md:4:15: error[invalid-version] `1.30.2` is not the name of a release; write `v1.30.2`.
    "#]].assert_eq(&report("github"));
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="issue-ls" tests="1" failures="1">
          <testsuite name="a%2C b:c,d=e&quot;f&apos;&lt;g&gt;&amp;[h]#😀.md" tests="1" failures="1">
            <testcase name="invalid-version at 4:15" classname="a%2C b:c,d=e&quot;f&apos;&lt;g&gt;&amp;[h]#😀.md" file="a%2C b:c,d=e&quot;f&apos;&lt;g&gt;&amp;[h]#😀.md" line="4">
              <failure type="error" message="`1.30.2` is not the name of a release; write `v1.30.2`.">a%2C b:c,d=e&quot;f&apos;&lt;g&gt;&amp;[h]#😀.md:4:15: error[invalid-version] `1.30.2` is not the name of a release; write `v1.30.2`.</failure>
            </testcase>
          </testsuite>
        </testsuites>
    "#]].assert_eq(&report("junit"));
    assert_eq!(json(&report("gitlab"))[0]["location"]["path"], name);
}

#[test]
fn nothing_of_a_draft_speaks_to_a_terminal_or_breaks_a_report() {
    let nasty =
        "/sig \u{1b}[31mred\u{7}\u{9b}2J\u{202e}\u{200b}x\u{7f}\u{fffe}]]>&<%0A::error::x\n";
    let folder = Folder::new(&[("a.md", nasty)]);
    for format in FORMATS.into_iter().chain(["json", "json-lines"]) {
        let said = report(&folder, format, "--select unknown-label a.md");
        let is_harmless = |character: char| {
            character == '\n'
                || !(character.is_control()
                    || matches!(character, '\u{200b}' | '\u{202e}' | '\u{fffe}'))
        };
        assert!(said.output.chars().all(is_harmless), "{:?}", said.output);
    }
    // Where no person reads it, it is what it was.
    let label = json(&report(&folder, "json", "--select unknown-label a.md").output);
    let message = label[0]["message"].as_str().expect("a text");
    assert!(
        message.contains("\u{1b}[31mred\u{7}\u{9b}2j\u{202e}\u{200b}x\u{7f}\u{fffe}]]"),
        "{message:?}"
    );
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="issue-ls" tests="1" failures="1">
          <testsuite name="a.md" tests="1" failures="1">
            <testcase name="unknown-label at 1:6" classname="a.md" file="a.md" line="1">
              <failure type="error" message="The repository has no label `sig/␛[31mred␇�2j��x␡�]]&gt;&amp;&lt;%0a::error::x`; write one that the repository has, or leave it out.">a.md:1:6: error[unknown-label] The repository has no label `sig/␛[31mred␇�2j��x␡�]]&gt;&amp;&lt;%0a::error::x`; write one that the repository has, or leave it out.</failure>
            </testcase>
          </testsuite>
        </testsuites>
    "#]].assert_eq(&report(&folder, "junit", "--select unknown-label a.md").output);
    expect![[r#"
        ::error file=a.md,line=1,endLine=1,col=6,endColumn=41,title=unknown-label::a.md:1:6: error[unknown-label] The repository has no label `sig/␛[31mred␇�2j��x␡�]]>&<%250a::error::x`; write one that the repository has, or leave it out.
    "#]].assert_eq(&report(&folder, "github", "--select unknown-label a.md").output);
}

#[test]
fn fingerprints_tell_findings_apart_and_stay_when_lines_are_added() {
    let fingerprints = |draft: &str| {
        let folder = Folder::new(&[("a.md", draft), ("b.md", draft)]);
        let log = json(&report(&folder, "sarif", &format!("{RULES} a.md b.md")).output);
        let of_sarif: Vec<Value> = log["runs"][0]["results"]
            .as_array()
            .expect("an array")
            .iter()
            .map(|result| result["partialFingerprints"]["issueLs/v1"].clone())
            .collect();
        let records = json(&report(&folder, "gitlab", &format!("{RULES} a.md b.md")).output);
        let of_gitlab: Vec<Value> = records
            .as_array()
            .expect("an array")
            .iter()
            .map(|record| record["fingerprint"].clone())
            .collect();
        assert_eq!(of_sarif, of_gitlab);
        of_sarif
    };
    let draft = "/sig nod\n\n/sig nod nodde\n";
    let before = fingerprints(draft);
    let different: std::collections::HashSet<String> =
        before.iter().map(Value::to_string).collect();
    assert_eq!((before.len(), different.len()), (6, 6));
    assert_eq!(fingerprints(&format!("A line.\n\n{draft}")), before);
    // The same number may be an issue of two repositories.
    let issue = r#"{"number":1,"body":"/sig nod\n"}"#;
    let folder = Folder::new(&[("a.json", issue), ("b.json", issue)]);
    let records = json(&report(&folder, "gitlab", &format!("{RULES} a.json b.json")).output);
    assert_ne!(records[0]["fingerprint"], records[1]["fingerprint"]);
}

#[test]
fn statistics_are_written_in_formats_that_have_a_place_for_them() {
    let folder = folder();
    for format in FORMATS {
        let said = folder.check(&format!(
            "--statistics --output-format {format} {EVERYTHING}"
        ));
        expect![[r#"
            --- standard error, exit code 2
            issue-ls: --statistics cannot be written in this --output-format; write full, concise, json or json-lines
        "#]].assert_eq(&said.to_string());
    }
}

#[test]
fn reports_are_not_coloured_and_go_to_a_file_as_they_are() {
    let folder = folder();
    for format in FORMATS {
        let printed = report(&folder, format, EVERYTHING);
        let coloured = report(&folder, format, &format!("--color always {EVERYTHING}"));
        assert_eq!(coloured, printed);
        let said = report(&folder, format, &format!("-o report {EVERYTHING}"));
        assert_eq!(
            (said.code, said.output.as_str(), said.errors.as_str()),
            (1, "", "")
        );
        assert_eq!(folder.read("report"), printed.output);
    }
}

#[cfg(unix)]
#[test]
fn a_report_does_not_go_through_a_link() {
    let folder = folder();
    std::os::unix::fs::symlink("form.md", folder.path("report")).expect("a link");
    let before = folder.read("form.md");
    let said = report(&folder, "sarif", &format!("-o report {EVERYTHING}"));
    expect![[r#"
        --- standard error, exit code 2
        issue-ls: report: this is a symbolic link; name the file that it leads to, `form.md`
    "#]]
    .assert_eq(&said.to_string());
    assert_eq!(folder.read("form.md"), before);
}

#[test]
fn exit_codes_do_not_depend_on_the_format() {
    let folder = folder();
    for format in FORMATS.into_iter().chain(["full"]) {
        let code = |arguments: &str| report(&folder, format, arguments).code;
        assert_eq!(code("--select unknown-label drafts"), 1, "{format}");
        assert_eq!(
            code("--select unknown-label --exit-zero drafts"),
            0,
            "{format}"
        );
        assert_eq!(code("--select missing-answer drafts"), 0, "{format}");
        assert_eq!(code("--select missing-answer absent.md"), 2, "{format}");
    }
}

#[test]
fn what_is_left_after_fixes_is_reported_and_a_diff_is_a_diff() {
    for format in FORMATS {
        let folder = folder();
        let diff = report(&folder, "full", &format!("{RULES} --diff drafts"));
        let said = report(&folder, format, &format!("{RULES} --diff drafts"));
        assert_eq!(said, diff);
        let fixed = report(&folder, format, &format!("{RULES} --fix drafts"));
        assert_eq!(fixed, report(&folder, format, &format!("{RULES} drafts")));
        // A label that nothing resembles is left.
        assert_eq!(
            fixed.output.matches("sig/😀").count(),
            if matches!(format, "junit") { 2 } else { 1 }
        );
        // Standard output is for the draft where that is mended.
        let input = folder.check_input(
            &format!("--quiet {RULES} --fix --output-format {format} -o report -"),
            DRAFT,
        );
        assert_eq!((input.code, input.output.as_str()), (0, MENDED));
        assert_eq!(input.errors, "");
    }
}
