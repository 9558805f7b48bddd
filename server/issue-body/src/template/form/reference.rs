//! The reference that GitHub makes of a label, by which it tells fields apart: the method `parameterize` of Rails.

/// What Rails' `parameterize` makes of `label`: accents are taken off, everything but letters, digits, `-` and `_` becomes
/// a single `-`, none at either end, all in lower case. Empty where nothing is left, as of a label in Chinese.
pub fn parameterize(label: &str) -> String {
    let mut reference = String::with_capacity(label.len());
    let mut push = |character: char| {
        let is_kept = character.is_ascii_alphanumeric() || character == '_';
        if is_kept {
            reference.push(character.to_ascii_lowercase());
        } else if !reference.ends_with('-') {
            reference.push('-');
        }
    };
    for character in label.chars() {
        match transliteration(character) {
            Some(plain) => plain.chars().for_each(&mut push),
            None => push(character),
        }
    }
    reference.trim_matches('-').to_owned()
}

/// The letters that stand for one with an accent, by the default table of the i18n library: Latin-1 and Latin Extended-A.
fn transliteration(character: char) -> Option<&'static str> {
    Some(match character {
        'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' | 'Ā' | 'Ă' | 'Ą' => "a",
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'Æ' | 'æ' => "ae",
        'Ç' | 'ç' | 'Ć' | 'ć' | 'Ĉ' | 'ĉ' | 'Ċ' | 'ċ' | 'Č' | 'č' => "c",
        'Ð' | 'ð' | 'Ď' | 'ď' | 'Đ' | 'đ' => "d",
        'È' | 'É' | 'Ê' | 'Ë' | 'Ē' | 'Ĕ' | 'Ė' | 'Ę' | 'Ě' => "e",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'Ĝ' | 'ĝ' | 'Ğ' | 'ğ' | 'Ġ' | 'ġ' | 'Ģ' | 'ģ' => "g",
        'Ĥ' | 'ĥ' | 'Ħ' | 'ħ' => "h",
        'Ì' | 'Í' | 'Î' | 'Ï' | 'Ĩ' | 'Ī' | 'Ĭ' | 'Į' | 'İ' => "i",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'Ĳ' | 'ĳ' => "ij",
        'Ĵ' | 'ĵ' => "j",
        'Ķ' | 'ķ' => "k",
        'ĸ' => "k",
        'Ĺ' | 'ĺ' | 'Ļ' | 'ļ' | 'Ľ' | 'ľ' | 'Ŀ' | 'ŀ' | 'Ł' | 'ł' => "l",
        'Ñ' | 'ñ' | 'Ń' | 'ń' | 'Ņ' | 'ņ' | 'Ň' | 'ň' => "n",
        'ŉ' => "'n",
        'Ŋ' | 'ŋ' => "ng",
        'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' | 'Ō' | 'Ŏ' | 'Ő' => "o",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'Œ' | 'œ' => "oe",
        'Ŕ' | 'ŕ' | 'Ŗ' | 'ŗ' | 'Ř' | 'ř' => "r",
        'ß' => "ss",
        'Ś' | 'ś' | 'Ŝ' | 'ŝ' | 'Ş' | 'ş' | 'Š' | 'š' => "s",
        'Ţ' | 'ţ' | 'Ť' | 'ť' | 'Ŧ' | 'ŧ' => "t",
        'Þ' | 'þ' => "th",
        'Ù' | 'Ú' | 'Û' | 'Ü' | 'Ũ' | 'Ū' | 'Ŭ' | 'Ů' | 'Ű' | 'Ų' => "u",
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'Ŵ' | 'ŵ' => "w",
        '×' => "x",
        'Ý' | 'ý' | 'ÿ' | 'Ŷ' | 'ŷ' | 'Ÿ' => "y",
        'Ź' | 'ź' | 'Ż' | 'ż' | 'Ž' | 'ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::parameterize;

    #[test]
    fn labels_come_to_the_reference_that_rails_makes_of_them() {
        for (label, reference) in [
            ("Name?", "name"),
            ("Name???????", "name"),
            ("What happened?", "what-happened"),
            ("  - Größe (in MB) - ", "grosse-in-mb"),
            ("snake_case--kept", "snake_case-kept"),
            ("Ærø / 'n", "aero-n"),
            ("版本", ""),
            ("Go 版本 1.22", "go-1-22"),
            ("", ""),
        ] {
            assert_eq!(parameterize(label), reference, "{label}");
        }
    }
}
