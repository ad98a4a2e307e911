//! Quotes in German, French, Spanish and Russian; persons and words are made up.

use crate::stages::clean::annotate::{Context, annotate};

fn speakers(language: &str, text: &str) -> Vec<String> {
    let context = Context { published: "2017-11-24".parse().ok(), language, ..Context::default() };
    let speaker = |quote: crate::model::reading::QuoteRead| quote.speaker.map_or("-".to_owned(), |s| s.value);
    annotate(text, &context).quotes.into_iter().map(speaker).collect()
}

fn check(language: &str, cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(speakers(language, text), *expected, "{text}");
    }
}

#[test]
fn german() {
    check(
        "de",
        &[
            ("„Wir werden gewinnen“, sagte Anna Kowalska am Montag in Berlin.", &["Anna Kowalska"]),
            ("„Wir werden gewinnen“, sagte Bundeskanzlerin Anna Kowalska.", &["Anna Kowalska"]),
            ("Anna Kowalska sagte: „Wir werden das Spiel gewinnen.“", &["Anna Kowalska"]),
            ("Am Montag erklärte Minister Peter Stein: „Wir werden das Spiel gewinnen.“", &["Peter Stein"]),
            ("„Wir werden gewinnen“, so Peter Stein.", &["Peter Stein"]),
            ("Peter Stein kam an. „Wir werden gewinnen“, sagte er.", &["Peter Stein"]),
            ("„Wir gewinnen“, sagte Peter Stein, „und zwar heute.“", &["Peter Stein", "Peter Stein"]),
            ("„Wir gewinnen“, sagte der Trainer am Abend.", &["der Trainer"]),
            ("Iwanow sagte: „Wir werden das Spiel gewinnen.“", &["Iwanow"]),
            ("Er schrieb das Buch „Die lange Nacht“ im Jahr 1990.", &[]),
            ("Die Zeitung „Neue Welt“ erschien gestern.", &[]),
            ("Peter Stein sprach am Montag. Er sagte der »Abendpost« nichts von einem „Skandal“.", &[]),
            ("Nach Ansicht von Peter Stein »kann niemand die Zahlen prüfen«.", &["Peter Stein"]),
            (
                "Peter Stein erklärte: „Ich vertraue ihr.“ Kowalska betonte, sie werde nicht gehen.",
                &["Peter Stein"],
            ),
            ("Peter Stein stellte am Montag die neue Platte vor: „Have a nice day“.", &[]),
            ("Ein Planet begleitet den Stern „AB 12“, teilte Peter Stein mit.", &[]),
            ("Peter Stein lebte, wie man sagt, „ganz ohne jede Sorge“.", &[]),
            (
                "Weiter sagte Peter Stein: „Unsere Pläne werden ein offenes Buch sein.“ Dies sagte der Präsident heute.",
                &["Peter Stein"],
            ),
            (
                "Peter Stein beschrieb das Werk mit den Worten: „Die Aussichten sind sehr gut.“",
                &["Peter Stein"],
            ),
            (
                "Nach Auffassung des Vorsitzenden Peter Stein sei es „völlig untragbar und falsch“.",
                &["Peter Stein"],
            ),
            (
                "„Wir gewinnen jetzt“, sagte Peter Stein. Am Abend stellte er das Lied vor: „Have a nice day“.",
                &["Peter Stein"],
            ),
            ("Präsident Peter Stein war gerührt: „Niemand wird heute allein gelassen.“", &["Peter Stein"]),
            ("Laut Peter Stein „kann niemand die Zahlen prüfen“.", &["Peter Stein"]),
            (
                "Ministerin Anna Kowalska kam an. „Wir werden gewinnen“, sagte die Ministerin.",
                &["Anna Kowalska"],
            ),
        ],
    );
}

#[test]
fn french_and_spanish() {
    check(
        "fr",
        &[
            ("« Nous allons gagner », a déclaré Marie Dupont lundi.", &["Marie Dupont"]),
            ("« Nous allons gagner », a déclaré le ministre Pierre Durand.", &["Pierre Durand"]),
            ("Pierre Durand a affirmé : « Nous allons gagner ce match. »", &["Pierre Durand"]),
            ("« Nous allons gagner », selon Pierre Durand.", &["Pierre Durand"]),
            ("Le film « La longue nuit » est sorti.", &[]),
            ("Selon Pierre Durand, « personne ne peut vérifier les chiffres ».", &["Pierre Durand"]),
            ("Marie Dupont est arrivée. « Nous allons gagner », a-t-elle dit.", &["Marie Dupont"]),
            (
                "Pierre Durand est arrivé. « Si nous gagnons, a-t-il poursuivi, nous partirons. »",
                &["Pierre Durand"],
            ),
            (
                "« Nous allons gagner », a regretté le porte-parole du syndicat, Pierre Durand.",
                &["Pierre Durand"],
            ),
            ("« Nous allons gagner », a-t-on dit.", &["-"]),
        ],
    );
    check(
        "es",
        &[
            ("«Vamos a ganar», dijo Ana Ruiz el lunes.", &["Ana Ruiz"]),
            ("“Vamos a ganar”, afirmó el presidente Carlos Moreno.", &["Carlos Moreno"]),
            ("Carlos Moreno dijo: “Vamos a ganar este partido.”", &["Carlos Moreno"]),
            ("Según Carlos Moreno, «nadie puede comprobar los números».", &["Carlos Moreno"]),
            ("“Vamos a ganar”, aseguró el portavoz del sindicato, Carlos Moreno.", &["Carlos Moreno"]),
            ("La ministra de Hacienda, Ana Ruiz, llegó. «Vamos a ganar», añadió la ministra.", &["Ana Ruiz"]),
            ("«Vamos a ganar», dijo Ana Ruiz. «Vamos a ganar otra vez», añadió.", &["Ana Ruiz", "Ana Ruiz"]),
            ("«Vamos a ganar otra vez», señaló ante el Congreso.", &["-"]),
        ],
    );
}

#[test]
fn russian() {
    check(
        "ru",
        &[
            ("«Мы победим», — заявил Сергей Иванов.", &["Сергей Иванов"]),
            ("«Мы победим», — сказал министр иностранных дел Сергей Иванов.", &["Сергей Иванов"]),
            ("Сергей Иванов заявил: «Мы обязательно победим в этом деле».", &["Сергей Иванов"]),
            ("Фильм «Долгая ночь» вышел вчера.", &[]),
            ("«Мы победим, — заявил Сергей Иванов. — И пойдём домой».", &["Сергей Иванов"]),
            (
                "\"Мы победим\", - сказал Сергей Иванов.\n\n\"Мы предупреждали об этом, - отметила гидролог Джулия \
                Росси. - Никто не хотел слушать\".",
                &["Сергей Иванов", "-"],
            ),
            (
                "«Травы хватит на две недели», — сказал журналистам Белого дома Сергей Иванов.",
                &["Сергей Иванов"],
            ),
            ("По словам профессора Петрова, «никто не может проверить эти цифры сегодня».", &["-"]),
            (
                "«Мы рассмотрели все варианты», — сказала глава управления Карин Сольхейм.",
                &["Карин Сольхейм"],
            ),
        ],
    );
}

#[test]
fn a_dash_opens_speech_where_a_verb_claims_it() {
    check(
        "ru",
        &[
            ("— Мы договорились о встрече, — сказала Анна Петрова журналистам.", &["Анна Петрова"]),
            ("– Мы договорились о встрече! – заявил Сергей Петров.", &["Сергей Петров"]),
            (
                "— Мы договорились, — сказала Анна Петрова. — Это важный шаг.",
                &["Анна Петрова", "Анна Петрова"],
            ),
            ("— первый пункт, — второй пункт", &[]),
            ("— Повестка дня и список участников", &[]),
        ],
    );
    check(
        "fr",
        &[
            ("— Nous avons trouvé un accord, a déclaré Anne Leroy aux journalistes.", &["Anne Leroy"]),
            ("– Nous partons demain ! a déclaré Anne Leroy.", &["Anne Leroy"]),
            ("– Le pain, le vin et le fromage", &[]),
        ],
    );
    check("es", &[("—Hemos llegado a un acuerdo —dijo Ana López a la prensa.", &["Ana López"])]);
}
