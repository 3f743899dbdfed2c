"""French questions on a summit and its article, and the English words that must come of them."""

from __future__ import annotations

from index.question import Asked

# By the kind of answer that is wanted: the question, and words of the English in their order.
BY_KIND: dict[Asked, dict[str, str]] = {
    Asked.PERSON: {
        "Qui a signé la déclaration de Paris ?": "who signed the Paris declaration",
        "Qui est Romain Dillet ?": "who is Romain Dillet",
        "c'est qui l'auteur de l'article ?": "who is the author of the article",
        "Qui n'a pas signé ?": "who did not sign",
        "Qui a dit que l'Europe devait simplifier ses règles ?":
            "who said that Europe should simplify the rules",
        "Par qui la déclaration a-t-elle été signée ?": "by whom was the declaration signed",
        "La déclaration, qui l'a signée ?": "who signed it the declaration",
        "Qui s'est retiré de l'OMS ?": "who withdrew from the World Health Organization",
        "Qui représentait les États-Unis à la cérémonie de clôture ?":
            "who represented the United States closing ceremony",
        "Qui préside la Commission européenne ?": "who is the EU president",
        "À la cérémonie de clôture, qui a pris la parole pour les États-Unis ?":
            "who spoke for the United States closing ceremony",
        "Qui d'autre que les États-Unis a refusé ?": "who refused other than the United States",
    },
    Asked.NUMBER: {
        "Combien de pays ont signé ?": "how many countries signed",
        "combien de pays ont signe la declaration": "how many countries signed the declaration",
        "Combien d'articles Romain Dillet a-t-il écrits ?":
            "how many articles did Romain Dillet write",
        "Il y a combien de pays signataires ?": "how many signatory countries are there",
        "Combien y a-t-il d'états membres ?": "how many member states are there",
        "Combien ont signé ?": "how many signed",
        "Combien le sommet a-t-il coûté ?": "how much did the summit cost",
        "Combien de temps a duré le sommet ?": "how long did the summit last",
        "Quel âge avait Romain Dillet quand il a commencé ?":
            "how old was Romain Dillet when he began",
        "A quel âge Dillet a-t-il commencé sa carrière ?": "at what age did Dillet begin career",
        "Combien d'habitants a l'UE ?": "how many inhabitants does the EU have",
        "Combien d'argent la France va-t-elle investir ?": "how much money will France invest",
        "Combien de règles différentes y aurait-il sans l'AI Act ?":
            "how many different rules would there be without the AI Act",
    },
    Asked.TIME: {
        "Quand le sommet a-t-il eu lieu ?": "when did the summit take place",
        "Quand est-ce que Macron a parlé ?": "when did Macron talk",
        "Quel jour Macron a-t-il prononcé son discours ?": "which day did Macron give speech",
        "Quand a débuté la carrière de Romain Dillet ?":
            "when did the career of Romain Dillet begin",
        "Depuis quand Romain Dillet travaille-t-il pour TechCrunch ?":
            "since when does Romain Dillet work for TechCrunch",
        "c'était quand ?": "when was it",
        "En quelle année a eu lieu le sommet de Séoul ?": "in which year did summit take place",
    },
    Asked.PLACE: {
        "Où a eu lieu le sommet ?": "where did the summit take place",
        "Où travaille l'auteur ?": "where does the author work",
        "l'auteur est basé où ?": "where is the author based",
        "Où est basé Romain Dillet ?": "where is Romain Dillet based",
        "ou habite l'auteur": "where does the author live",
        "Dans quelle ville aura lieu le prochain sommet ?":
            "in which city will the next summit take place",
        "Où se trouvait Macron lundi ?": "where was Macron located on Monday",
    },
    Asked.REASON: {
        "Pourquoi le Royaume-Uni n'a-t-il pas signé ?": "why did the United Kingdom not sign",
        "pourquoi les usa ont pas signé": "why did the United States not sign",
        "pk les anglais ont pas signe": "why did the English not sign",
        "Le Royaume-Uni pourquoi il a dit non ?": "why did the United Kingdom say no",
        "Pourquoi est-il difficile de trouver un consensus ?":
            "why is it difficult to find a consensus",
        "Pourquoi faut-il des règles pour l'IA selon Macron ?":
            "why do we need rules for AI according to Macron",
        "Explique pourquoi le Royaume-Uni n'a pas signé": "why did the United Kingdom not sign",
        "On sait pourquoi Londres a refusé ?": "why did London refuse",
        "Pourquoi Trump s'est-il retiré de l'accord de Paris ?":
            "why did Trump withdraw from the Paris Climate Agreement",
        "Pour quelles raisons les Américains craignent-ils la censure ?":
            "why do the Americans fear censorship",
    },
    Asked.LIST: {
        "Quels pays ont refusé de signer la déclaration commune ?":
            "which countries refused to sign the joint declaration",
        "Quels sont les pays signataires ?": "what are the signatory countries",
        "ya quels pays qui ont signé": "which countries signed",
        "Quels pays asiatiques figurent sur la liste ?": "which Asian countries appear on the list",
        "Quelles organisations Trump a-t-il quittées ?": "which organizations did Trump leave",
        "De quels organismes les États-Unis se sont-ils retirés ?":
            "from which organizations did the United States withdraw",
        "Quelles associations l'auteur a-t-il aidées ?": "which non-profits did the author help",
        "Dans quels domaines Romain Dillet est-il spécialisé ?":
            "in which fields is Romain Dillet specialised",
        "Quelles startups couvre Dillet ?": "which startups does Dillet cover",
        "liste les pays signataires": "list the signatory countries",
    },
    Asked.POSITION: {
        "Que dit Macron de la réglementation ?": "what does Macron say about regulation",
        "qu'est-ce que Macron a dit sur l'IA ?": "what did Macron say about AI",
        "Qu'a dit Vance pendant la cérémonie de clôture ?":
            "what did Vance say during the closing ceremony",
        "Que pense Vance de la censure ?": "what does Vance think of the censorship",
        "le mec d'Anthropic il a dit quoi sur la déclaration ?":
            "what did the Anthropic guy say about the declaration",
        "Quelle est la position de l'Union européenne ?": "what is the position of the EU",
        "Que pense le patron d'Anthropic du texte ?":
            "what does the Anthropic chief executive think of the text",
        "Comment ont réagi les experts ?": "how did the experts react",
        "les anglais ils ont dit quoi pour justifier leur refus":
            "what did the English say to justify their refusal",
        "Que propose l'UE pour alléger la paperasse ?":
            "what does the EU propose to simplify the red tape",
        "Résume la position de Vance": "summarise the position of Vance",
    },
    Asked.YES_NO: {
        "est ce que la chine a signé": "did China sign",
        "La Chine a-t-elle signé ?": "did China sign",
        "Macron a-t-il parlé de réglementation ?": "did Macron talk about regulation",
        "L'Inde fait-elle partie des signataires ?": "is India part of the signatories",
        "Les États-Unis font-ils encore partie de l'OMS ?":
            "are the United States still part of the World Health Organization",
        "Selon Amodei, le sommet est-il une occasion manquée ?":
            "is the summit a missed opportunity according to Amodei",
        "Pour Macron, faut-il réguler l'intelligence artificielle ?":
            "should we regulate AI according to Macron",
        "La déclaration est-elle plus ambitieuse que celles de Bletchley et de Séoul ?":
            "is the declaration more ambitious than those Bletchley Seoul",
        "Y a-t-il d'autres pays qui vont signer ?": "are there other countries that will sign",
        "Y avait-il des manifestants ?": "were there protesters",
        "Les autres pays pourront-ils rejoindre les signataires ?":
            "can the other countries join the signatories",
        "Le texte sera-t-il signé par d'autres états plus tard ?":
            "will the text be signed by other states later",
        "Macron est-il contre les règles ?": "is Macron against the rules",
        "L'auteur sait-il programmer ?": "does the author know how to code",
        "et le japon il a signé ?": "did Japan sign",
        "C'est Vance qui a prononcé le discours de clôture ?":
            "is it Vance that gave the closing speech",
        "Personne n'a critiqué le texte ?": "did nobody criticise the text",
    },
    Asked.OTHER: {
        "Qu'est-ce que l'AI Act ?": "what is the AI Act",
        "c'est quoi le but de l'ai act": "what is the purpose of the AI Act",
        "À quoi sert le règlement européen sur l'IA ?": "what is the purpose of the AI Act",
        "Que contient la déclaration finale ?": "what does the final declaration contain",
        "Qu'est-ce qui a déçu les observateurs ?": "what disappointed the observers",
        "Que doit faire l'Europe, d'après Macron, pour revenir dans la course à l'IA ?":
            "what should Europe do according to Macron to return AI race",
        "Quelle formation a suivie l'auteur ?": "which training did the author follow",
        "Pour quel site écrit Romain Dillet ?": "for which website does Romain Dillet write",
        "Parle-moi de Techfugees": "tell me about Techfugees",
        "Que veulent dire les américains par biais idéologique ?":
            "what do the Americans mean by ideological bias",
        "Que s'est-il passé pendant les premiers jours de la présidence Trump ?":
            "what happened during the first days Trump presidency",
    },
}  # fmt: skip

# As people type: no accents, slips, chat; the words in their order.
TYPED = {
    "vance il a parler de quoi": "about what did vance talk",
    "qui a signer la declaration": "who signed the declaration",
    "POURQUOI LES USA ONT REFUSÉ DE SIGNER": "why did the United States refuse to sign",
    "quest ce que macron a declare": "what did macron declare",
    "est ce que l ue a signee": "did the EU sign",
    "y a t il eu un vote": "was there a vote",
    "combient de pays ont refuse": "how many countries refused",
    "quels pays ont refusé de singer la déclartion": "which countries refused the declaration",
    "l'auteur il a quel age": "how old is the author",
    "keske macron a dit": "what did macron say",
    "il a ecrit quoi amodei": "what did he write amodei",
    "la reglementation de l'ia en europe c'est quoi": "what is AI regulation in Europe",
    "Bonjour, pouvez-vous me dire quels pays ont signé s'il vous plaît ?": "which countries signed",
    "dites-moi pourquoi l'inde a signé svp": "why did India sign",
}

# Without a verb.
TERSE = {
    "Et la Chine ?": "and China",
    "Et pourquoi ?": "and why",
    "signataires déclaration paris": "signatories declaration Paris",
    "sommet ia paris résultat": "AI Action Summit Paris result",
    "refus royaume uni raison": "refusal United Kingdom reason",
    "les pays qui n'ont pas signé": "the countries that did not sign",
    "macron réglementation": "macron regulation",
    "pays européens signataires": "European countries",
}
