<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
 <context>
  <name />
  <message>
   <source> It is taken off {documents}.</source>
   <translation> Es ist von {documents} genommen.</translation>
  </message>
  <message>
   <source>+ Add</source>
   <translation>+ Hinzufügen</translation>
  </message>
  <message>
   <source>1 file still waits to be read.</source>
   <translation>1 Datei wartet noch darauf, gelesen zu werden.</translation>
  </message>
  <message>
   <source>8 bit</source>
   <translation>8 Bit</translation>
  </message>
  <message>
   <source>8 bit takes half of the space.</source>
   <translation>8 Bit brauchen die Hälfte des Platzes.</translation>
  </message>
  <message>
   <source>A accepts, R refuses, Ctrl+Z takes it back</source>
   <translation>A nimmt an, R lehnt ab, Strg+Z nimmt es zurück</translation>
  </message>
  <message>
   <source>A folder can also be dropped onto the window.</source>
   <translation>Ein Ordner lässt sich auch auf das Fenster ziehen.</translation>
  </message>
  <message>
   <source>A model is kept only if it is better afterwards.</source>
   <translation>Ein Modell wird nur behalten, wenn es danach besser ist.</translation>
  </message>
  <message>
   <source>A right click there offers “Find similar with Wherein” for a file, and “Search here” for a folder.</source>
   <translation>Ein Rechtsklick dort bietet für eine Datei „Find similar with Wherein“ an und für einen Ordner „Search here“.</translation>
  </message>
  <message>
   <source>A rule leads to a tag or to a folder, not to both.</source>
   <translation>Eine Regel führt zu einem Schlagwort oder einem Ordner, nicht zu beiden.</translation>
  </message>
  <message>
   <source>A rule leads to a tag, to a folder, or to a notice.</source>
   <translation>Eine Regel führt zu einem Schlagwort, einem Ordner oder einer Mitteilung.</translation>
  </message>
  <message>
   <source>A rule needs a description, or a document to go by.</source>
   <translation>Eine Regel braucht eine Beschreibung oder ein Dokument als Vorbild.</translation>
  </message>
  <message>
   <source>A rule needs a name of at most {number} characters.</source>
   <translation>Eine Regel braucht einen Namen von höchstens {number} Zeichen.</translation>
  </message>
  <message>
   <source>A tag needs a name of at most {number} characters.</source>
   <translation>Ein Schlagwort braucht einen Namen von höchstens {number} Zeichen.</translation>
  </message>
  <message>
   <source>About a related matter.</source>
   <translation>Handelt von Verwandtem.</translation>
  </message>
  <message>
   <source>Accept</source>
   <translation>Annehmen</translation>
  </message>
  <message>
   <source>Accept  A</source>
   <translation>Annehmen  A</translation>
  </message>
  <message>
   <source>Accept (A)</source>
   <translation>Annehmen (A)</translation>
  </message>
  <message>
   <source>Activity</source>
   <translation>Aktivität</translation>
  </message>
  <message>
   <source>Add a folder</source>
   <translation>Ordner hinzufügen</translation>
  </message>
  <message>
   <source>Add a folder first.</source>
   <translation>Zuerst einen Ordner hinzufügen.</translation>
  </message>
  <message>
   <source>Add a folder, and this page shows what becomes of each of its files.</source>
   <translation>Sobald ein Ordner hinzugefügt ist, zeigt diese Seite, was aus jeder seiner Dateien wird.</translation>
  </message>
  <message>
   <source>Add a folder…</source>
   <translation>Ordner hinzufügen …</translation>
  </message>
  <message>
   <source>Add its folder first.</source>
   <translation>Fügen Sie zuerst seinen Ordner hinzu.</translation>
  </message>
  <message>
   <source>Add or remove tags</source>
   <translation>Schlagwörter hinzufügen oder entfernen</translation>
  </message>
  <message>
   <source>Add or remove tags (Ctrl+T)</source>
   <translation>Schlagwörter hinzufügen oder entfernen (Strg+T)</translation>
  </message>
  <message>
   <source>Add the folder it is in.</source>
   <translation>Fügen Sie den Ordner hinzu, in dem sie liegt.</translation>
  </message>
  <message>
   <source>Add this folder</source>
   <translation>Diesen Ordner hinzufügen</translation>
  </message>
  <message>
   <source>Advanced</source>
   <translation>Erweitert</translation>
  </message>
  <message>
   <source>After so long without work the model worker ends and frees its memory.</source>
   <translation>Nach so langer Zeit ohne Arbeit endet der Modellprozess und gibt seinen Speicher frei.</translation>
  </message>
  <message>
   <source>All</source>
   <translation>Alles</translation>
  </message>
  <message>
   <source>All commands</source>
   <translation>Alle Befehle</translation>
  </message>
  <message>
   <source>All except one</source>
   <translation>Alle außer einer</translation>
  </message>
  <message>
   <source>All passages are compared, or a way that is quicker in a large library. A graph takes most memory.</source>
   <translation>Alle Textstellen werden verglichen, oder auf einem Weg, der in großen Bibliotheken schneller ist. Ein Graph braucht am meisten Speicher.</translation>
  </message>
  <message>
   <source>All reasons</source>
   <translation>Alle Gründe</translation>
  </message>
  <message>
   <source>All suggestions</source>
   <translation>Alle Vorschläge</translation>
  </message>
  <message>
   <source>Allow its code…</source>
   <translation>Code erlauben …</translation>
  </message>
  <message>
   <source>Allow the program code of {name}?</source>
   <translation>Den Programmcode von {name} erlauben?</translation>
  </message>
  <message>
   <source>Allow this code</source>
   <translation>Diesen Code erlauben</translation>
  </message>
  <message>
   <source>An encrypted disk protects the library like your files.</source>
   <translation>Ein verschlüsseltes Laufwerk schützt die Bibliothek wie Ihre Dateien.</translation>
  </message>
  <message>
   <source>An indexer runs for the library “{path}”, and cannot be reached.</source>
   <translation>Für die Bibliothek „{path}“ läuft ein Suchdienst, der nicht zu erreichen ist.</translation>
  </message>
  <message>
   <source>Another model of the hub</source>
   <translation>Ein anderes Modell aus dem Hub</translation>
  </message>
  <message>
   <source>Another one</source>
   <translation>Noch einer</translation>
  </message>
  <message>
   <source>Another program…</source>
   <translation>Anderes Programm …</translation>
  </message>
  <message>
   <source>Any time</source>
   <translation>Jederzeit</translation>
  </message>
  <message>
   <source>Appearance</source>
   <translation>Erscheinungsbild</translation>
  </message>
  <message>
   <source>Arabic</source>
   <translation>Arabisch</translation>
  </message>
  <message>
   <source>Archives</source>
   <translation>Archive</translation>
  </message>
  <message>
   <source>Arranging the vectors for quick search</source>
   <translation>Die Vektoren werden für schnelles Suchen geordnet</translation>
  </message>
  <message>
   <source>As before</source>
   <translation>Wie zuvor</translation>
  </message>
  <message>
   <source>As it fits the library</source>
   <translation>Wie es zur Bibliothek passt</translation>
  </message>
  <message>
   <source>As it was.</source>
   <translation>Wie zuvor.</translation>
  </message>
  <message>
   <source>As many topics as there are</source>
   <translation>So viele Themen, wie es gibt</translation>
  </message>
  <message>
   <source>As near in meaning as an answer is to its question.</source>
   <translation>Dem Sinn nach so nah wie eine Antwort ihrer Frage.</translation>
  </message>
  <message>
   <source>As the system</source>
   <translation>Wie das System</translation>
  </message>
  <message>
   <source>At work</source>
   <translation>In Arbeit</translation>
  </message>
  <message>
   <source>Audio</source>
   <translation>Ton</translation>
  </message>
  <message>
   <source>Back to the results</source>
   <translation>Zurück zu den Ergebnissen</translation>
  </message>
  <message>
   <source>Be careful with this file.</source>
   <translation>Vorsicht mit dieser Datei.</translation>
  </message>
  <message>
   <source>Beginning</source>
   <translation>Beginnt</translation>
  </message>
  <message>
   <source>Being read</source>
   <translation>Wird gelesen</translation>
  </message>
  <message>
   <source>Best {number} of {documents}</source>
   <translation>Die besten {number} von {documents}</translation>
  </message>
  <message>
   <source>Bills</source>
   <translation>Rechnungen</translation>
  </message>
  <message>
   <source>Books</source>
   <translation>Bücher</translation>
  </message>
  <message>
   <source>Both say the same, word for word.</source>
   <translation>Beide sagen Wort für Wort dasselbe.</translation>
  </message>
  <message>
   <source>Both speak of {words}.</source>
   <translation>Beide sprechen von {words}.</translation>
  </message>
  <message>
   <source>Bring back what went last</source>
   <translation>Zuletzt Entferntes zurückholen</translation>
  </message>
  <message>
   <source>By distance (Ward)</source>
   <translation>Nach Abstand (Ward)</translation>
  </message>
  <message>
   <source>By itself</source>
   <translation>Von selbst</translation>
  </message>
  <message>
   <source>By itself takes a graphics card where there is one.</source>
   <translation>Von selbst heißt: auf einer Grafikkarte, wo es eine gibt.</translation>
  </message>
  <message>
   <source>By meaning</source>
   <translation>Nach dem Sinn</translation>
  </message>
  <message>
   <source>By name</source>
   <translation>Nach dem Namen</translation>
  </message>
  <message>
   <source>By what lies close together on the map (HDBSCAN)</source>
   <translation>Nach Dichte auf der Karte (HDBSCAN)</translation>
  </message>
  <message>
   <source>By who is near whom (communities)</source>
   <translation>Nach Nachbarschaft (Gemeinschaften)</translation>
  </message>
  <message>
   <source>By words</source>
   <translation>Nach den Wörtern</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Cancel: {title}</source>
   <translation>Abbrechen: {title}</translation>
  </message>
  <message>
   <source>Cancelled</source>
   <translation>Abgebrochen</translation>
  </message>
  <message>
   <source>Cannot be read: check who may open it</source>
   <translation>Nicht lesbar: Prüfen Sie, wer ihn öffnen darf</translation>
  </message>
  <message>
   <source>Change a rule</source>
   <translation>Eine Regel ändern</translation>
  </message>
  <message>
   <source>Change the rule.</source>
   <translation>Ändern Sie die Regel.</translation>
  </message>
  <message>
   <source>Changed</source>
   <translation>Geändert</translation>
  </message>
  <message>
   <source>Changed today.</source>
   <translation>Heute geändert.</translation>
  </message>
  <message>
   <source>Changed {date}</source>
   <translation>Geändert am {date}</translation>
  </message>
  <message>
   <source>Changed {number} day ago.</source>
   <translation>Vor {number} Tag geändert.</translation>
  </message>
  <message>
   <source>Changed {number} days ago.</source>
   <translation>Vor {number} Tagen geändert.</translation>
  </message>
  <message>
   <source>Change…</source>
   <translation>Ändern …</translation>
  </message>
  <message>
   <source>Check its permissions.</source>
   <translation>Prüfen Sie seine Zugriffsrechte.</translation>
  </message>
  <message>
   <source>Check the disk and its free space.</source>
   <translation>Prüfen Sie das Laufwerk und wie viel Platz darauf ist.</translation>
  </message>
  <message>
   <source>Check the folder's owner and permissions, or choose another one with --library.</source>
   <translation>Prüfen Sie Besitzer und Rechte des Ordners, oder wählen Sie mit --library einen anderen.</translation>
  </message>
  <message>
   <source>Check who may read this file, then try again.</source>
   <translation>Prüfen Sie, wer diese Datei lesen darf, und versuchen Sie es noch einmal.</translation>
  </message>
  <message>
   <source>Check who owns it, or set XDG_RUNTIME_DIR to a folder of your own.</source>
   <translation>Prüfen Sie, wem es gehört, oder setzen Sie XDG_RUNTIME_DIR auf einen eigenen Ordner.</translation>
  </message>
  <message>
   <source>Chinese</source>
   <translation>Chinesisch</translation>
  </message>
  <message>
   <source>Choose a document among the results, drop a file here, or paste a text above.</source>
   <translation>Wählen Sie ein Dokument unter den Ergebnissen, ziehen Sie eine Datei hierher, oder fügen Sie oben einen Text ein.</translation>
  </message>
  <message>
   <source>Choose a document to see it here.</source>
   <translation>Das gewählte Dokument ist hier zu sehen.</translation>
  </message>
  <message>
   <source>Choose a file</source>
   <translation>Datei wählen</translation>
  </message>
  <message>
   <source>Choose a file to see it beside the one that stays.</source>
   <translation>Eine gewählte Datei ist hier neben der zu sehen, die bleibt.</translation>
  </message>
  <message>
   <source>Choose a file…</source>
   <translation>Datei wählen …</translation>
  </message>
  <message>
   <source>Choose a folder</source>
   <translation>Ordner wählen</translation>
  </message>
  <message>
   <source>Choose a folder to search</source>
   <translation>Ordner zum Durchsuchen wählen</translation>
  </message>
  <message>
   <source>Choose a folder…</source>
   <translation>Ordner wählen …</translation>
  </message>
  <message>
   <source>Choose a program</source>
   <translation>Programm wählen</translation>
  </message>
  <message>
   <source>Choose a result</source>
   <translation>Ergebnis wählen</translation>
  </message>
  <message>
   <source>Choose a version to see what it says differently from the current one.</source>
   <translation>Eine gewählte Fassung zeigt, was sie anders sagt als die aktuelle.</translation>
  </message>
  <message>
   <source>Choose another model: this one cannot be made quick here.</source>
   <translation>Wählen Sie ein anderes Modell: Dieses lässt sich hier nicht schnell machen.</translation>
  </message>
  <message>
   <source>Choose another one with --library.</source>
   <translation>Wählen Sie mit --library einen anderen.</translation>
  </message>
  <message>
   <source>Choose one in the settings, or with: wherein models use clip-ViT-B-32</source>
   <translation>Wählen Sie eines in den Einstellungen, oder mit: wherein models use clip-ViT-B-32</translation>
  </message>
  <message>
   <source>Choose one.</source>
   <translation>Wählen Sie eines davon.</translation>
  </message>
  <message>
   <source>Choose the folder of a model</source>
   <translation>Ordner eines Modells wählen</translation>
  </message>
  <message>
   <source>Clear (Esc)</source>
   <translation>Leeren (Esc)</translation>
  </message>
  <message>
   <source>Clear the search</source>
   <translation>Suche leeren</translation>
  </message>
  <message>
   <source>Click or A accepts, R refuses</source>
   <translation>Klick oder A nimmt an, R lehnt ab</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Schließen</translation>
  </message>
  <message>
   <source>Close the window</source>
   <translation>Fenster schließen</translation>
  </message>
  <message>
   <source>Code</source>
   <translation>Code</translation>
  </message>
  <message>
   <source>Colours</source>
   <translation>Farben</translation>
  </message>
  <message>
   <source>Columns</source>
   <translation>Spalten</translation>
  </message>
  <message>
   <source>Command</source>
   <translation>Befehl</translation>
  </message>
  <message>
   <source>Commands</source>
   <translation>Befehle</translation>
  </message>
  <message>
   <source>Compact</source>
   <translation>Kompakt</translation>
  </message>
  <message>
   <source>Compare new documents with the others, for duplicates and versions.</source>
   <translation>Neue Dokumente mit den anderen vergleichen, um Dubletten und Fassungen zu finden.</translation>
  </message>
  <message>
   <source>Compared on your own passages.</source>
   <translation>An eigenen Textstellen verglichen.</translation>
  </message>
  <message>
   <source>Comparing documents</source>
   <translation>Dokumente werden verglichen</translation>
  </message>
  <message>
   <source>Contracts</source>
   <translation>Verträge</translation>
  </message>
  <message>
   <source>Copy</source>
   <translation>Kopieren</translation>
  </message>
  <message>
   <source>Copy path</source>
   <translation>Pfad kopieren</translation>
  </message>
  <message>
   <source>Copy paths</source>
   <translation>Pfade kopieren</translation>
  </message>
  <message>
   <source>Copy the chosen files</source>
   <translation>Die gewählten Dateien kopieren</translation>
  </message>
  <message>
   <source>Copy the text</source>
   <translation>Text kopieren</translation>
  </message>
  <message>
   <source>Could not be read</source>
   <translation>Nicht lesbar</translation>
  </message>
  <message>
   <source>Current: {reason}</source>
   <translation>Aktuell: {reason}</translation>
  </message>
  <message>
   <source>Czech</source>
   <translation>Tschechisch</translation>
  </message>
  <message>
   <source>Danish</source>
   <translation>Dänisch</translation>
  </message>
  <message>
   <source>Dark</source>
   <translation>Dunkel</translation>
  </message>
  <message>
   <source>Dark or light colours</source>
   <translation>Dunkle oder helle Farben</translation>
  </message>
  <message>
   <source>Data</source>
   <translation>Daten</translation>
  </message>
  <message>
   <source>Decides</source>
   <translation>Entscheidet</translation>
  </message>
  <message>
   <source>Delete the folder “{path}” yourself.</source>
   <translation>Löschen Sie den Ordner „{path}“ selbst.</translation>
  </message>
  <message>
   <source>Described.</source>
   <translation>Beschrieben.</translation>
  </message>
  <message>
   <source>Did you mean</source>
   <translation>Meinten Sie</translation>
  </message>
  <message>
   <source>Did you mean {names}?</source>
   <translation>Meinten Sie {names}?</translation>
  </message>
  <message>
   <source>Do not follow what is chosen among the results</source>
   <translation>Der Auswahl in den Ergebnissen nicht folgen</translation>
  </message>
  <message>
   <source>Do not keep this search</source>
   <translation>Diese Suche nicht behalten</translation>
  </message>
  <message>
   <source>Documents</source>
   <translation>Dokumente</translation>
  </message>
  <message>
   <source>Documents about</source>
   <translation>Dokumente über</translation>
  </message>
  <message>
   <source>Documents are being compared; what is found shows here at once.</source>
   <translation>Dokumente werden verglichen; was gefunden wird, steht sofort hier.</translation>
  </message>
  <message>
   <source>Documents have changed since</source>
   <translation>Dokumente haben sich seitdem geändert</translation>
  </message>
  <message>
   <source>Documents have changed since: search again (F5)</source>
   <translation>Dokumente haben sich seitdem geändert: neu suchen (F5)</translation>
  </message>
  <message>
   <source>Documents like this → suggest a tag or a folder, or tell me</source>
   <translation>Dokumente wie dieses → Schlagwort oder Ordner vorschlagen oder melden</translation>
  </message>
  <message>
   <source>Documents tagged “{tag}”</source>
   <translation>Dokumente mit dem Schlagwort „{tag}“</translation>
  </message>
  <message>
   <source>Documents tagged “{tag}”; Delete takes it off</source>
   <translation>Dokumente mit dem Schlagwort „{tag}“; Entf nimmt es weg</translation>
  </message>
  <message>
   <source>Documents taken from the map</source>
   <translation>Aus der Karte genommene Dokumente</translation>
  </message>
  <message>
   <source>Done</source>
   <translation>Fertig</translation>
  </message>
  <message>
   <source>Download</source>
   <translation>Laden</translation>
  </message>
  <message>
   <source>Download it to find it by its content.</source>
   <translation>Laden Sie sie herunter, um sie nach ihrem Inhalt zu finden.</translation>
  </message>
  <message>
   <source>Download the model of that name</source>
   <translation>Das Modell dieses Namens laden</translation>
  </message>
  <message>
   <source>Downloading</source>
   <translation>Wird geladen</translation>
  </message>
  <message>
   <source>Drawing the map</source>
   <translation>Die Karte wird gezeichnet</translation>
  </message>
  <message>
   <source>Drop a folder to search it, or a file to find documents like it.</source>
   <translation>Einen Ordner ablegen, um ihn zu durchsuchen, oder eine Datei, um Ähnliches zu finden.</translation>
  </message>
  <message>
   <source>Duplicates</source>
   <translation>Dubletten</translation>
  </message>
  <message>
   <source>Duplicates are being listed.</source>
   <translation>Dubletten werden aufgelistet.</translation>
  </message>
  <message>
   <source>Duplicates cannot be listed now</source>
   <translation>Dubletten lassen sich gerade nicht auflisten</translation>
  </message>
  <message>
   <source>Dutch</source>
   <translation>Niederländisch</translation>
  </message>
  <message>
   <source>Encrypt the library</source>
   <translation>Bibliothek verschlüsseln</translation>
  </message>
  <message>
   <source>English</source>
   <translation>Englisch</translation>
  </message>
  <message>
   <source>Enter opens · Ctrl+Enter shows all in the window</source>
   <translation>Eingabe öffnet · Strg+Eingabe zeigt alles im Fenster</translation>
  </message>
  <message>
   <source>Erase everything that was read?</source>
   <translation>Alles Gelesene löschen?</translation>
  </message>
  <message>
   <source>Erase everything that was read…</source>
   <translation>Alles Gelesene löschen …</translation>
  </message>
  <message>
   <source>Erase the library</source>
   <translation>Bibliothek löschen</translation>
  </message>
  <message>
   <source>Erases the library: folders, text, meaning, tags and saved searches. Your own files are not touched.</source>
   <translation>Löscht die Bibliothek: Ordner, Text, Sinn, Schlagwörter und gespeicherte Suchen. Ihre eigenen Dateien bleiben unberührt.</translation>
  </message>
  <message>
   <source>Every file was read whole.</source>
   <translation>Jede Datei wurde ganz gelesen.</translation>
  </message>
  <message>
   <source>Everything can be done from the keyboard</source>
   <translation>Alles geht mit der Tastatur</translation>
  </message>
  <message>
   <source>Everything stays here</source>
   <translation>Alles bleibt hier</translation>
  </message>
  <message>
   <source>Everything that was read is erased.</source>
   <translation>Alles Gelesene ist gelöscht.</translation>
  </message>
  <message>
   <source>Farther</source>
   <translation>Weiter weg</translation>
  </message>
  <message>
   <source>Fetch it with: wherein models download {name}</source>
   <translation>Laden Sie es mit: wherein models download {name}</translation>
  </message>
  <message>
   <source>Fetching {name}</source>
   <translation>{name} wird geladen</translation>
  </message>
  <message>
   <source>Fewer</source>
   <translation>Weniger</translation>
  </message>
  <message>
   <source>Fewer topics</source>
   <translation>Weniger Themen</translation>
  </message>
  <message>
   <source>File {number}</source>
   <translation>Datei {number}</translation>
  </message>
  <message>
   <source>Files read at once</source>
   <translation>Gleichzeitig gelesene Dateien</translation>
  </message>
  <message>
   <source>Files that could not be read</source>
   <translation>Nicht lesbare Dateien</translation>
  </message>
  <message>
   <source>Filter {label}, press to remove</source>
   <translation>Filter {label}, drücken entfernt ihn</translation>
  </message>
  <message>
   <source>Find a tag, or type a new one</source>
   <translation>Ein Schlagwort suchen oder ein neues tippen</translation>
  </message>
  <message>
   <source>Find documents like the marked text</source>
   <translation>Dokumente wie den markierten Text finden</translation>
  </message>
  <message>
   <source>Find documents like this text</source>
   <translation>Dokumente wie diesen Text finden</translation>
  </message>
  <message>
   <source>Find similar</source>
   <translation>Ähnliches finden</translation>
  </message>
  <message>
   <source>Find similar documents</source>
   <translation>Ähnliche Dokumente finden</translation>
  </message>
  <message>
   <source>Find text in pictures</source>
   <translation>Text in Bildern finden</translation>
  </message>
  <message>
   <source>Find topics</source>
   <translation>Themen finden</translation>
  </message>
  <message>
   <source>Find topics anew</source>
   <translation>Themen neu finden</translation>
  </message>
  <message>
   <source>Find topics by itself</source>
   <translation>Themen von selbst finden</translation>
  </message>
  <message>
   <source>Find topics by itself, once everything is understood.</source>
   <translation>Themen von selbst finden, sobald alles verstanden ist.</translation>
  </message>
  <message>
   <source>Finding topics</source>
   <translation>Themen werden gefunden</translation>
  </message>
  <message>
   <source>Finding what belongs together</source>
   <translation>Was zusammengehört, wird gefunden</translation>
  </message>
  <message>
   <source>Finding what your documents are about</source>
   <translation>Wovon Ihre Dokumente handeln, wird gefunden</translation>
  </message>
  <message>
   <source>Finds pictures by what they show. Ask for it like this: “shows: a dog on the beach”.</source>
   <translation>Findet Bilder nach dem, was sie zeigen. So wird gefragt: „shows: a dog on the beach“.</translation>
  </message>
  <message>
   <source>Finnish</source>
   <translation>Finnisch</translation>
  </message>
  <message>
   <source>Folder</source>
   <translation>Ordner</translation>
  </message>
  <message>
   <source>Folders</source>
   <translation>Ordner</translation>
  </message>
  <message>
   <source>Folders and filters</source>
   <translation>Ordner und Filter</translation>
  </message>
  <message>
   <source>Folders, tags and saved searches go with it, and cannot be brought back. Your own files stay.</source>
   <translation>Ordner, Schlagwörter und gespeicherte Suchen gehen mit und lassen sich nicht zurückholen. Ihre eigenen Dateien bleiben.</translation>
  </message>
  <message>
   <source>Follow what is chosen among the results</source>
   <translation>Der Auswahl in den Ergebnissen folgen</translation>
  </message>
  <message>
   <source>For at most, in milliseconds</source>
   <translation>Höchstens so lange, in Millisekunden</translation>
  </message>
  <message>
   <source>For models that are told it in words; others do not read it.</source>
   <translation>Für Modelle, denen man es in Worten sagt; andere lesen es nicht.</translation>
  </message>
  <message>
   <source>Forget them now</source>
   <translation>Jetzt vergessen</translation>
  </message>
  <message>
   <source>Found by its name only</source>
   <translation>Nur nach dem Namen gefunden</translation>
  </message>
  <message>
   <source>Found in {number} ms</source>
   <translation>In {number} ms gefunden</translation>
  </message>
  <message>
   <source>Free some space, then try again.</source>
   <translation>Schaffen Sie etwas Platz und versuchen Sie es noch einmal.</translation>
  </message>
  <message>
   <source>Free some space; work goes on by itself.</source>
   <translation>Schaffen Sie Platz; die Arbeit geht von selbst weiter.</translation>
  </message>
  <message>
   <source>Free the space</source>
   <translation>Platz freigeben</translation>
  </message>
  <message>
   <source>French</source>
   <translation>Französisch</translation>
  </message>
  <message>
   <source>From a folder…</source>
   <translation>Aus einem Ordner …</translation>
  </message>
  <message>
   <source>Gallery</source>
   <translation>Galerie</translation>
  </message>
  <message>
   <source>German</source>
   <translation>Deutsch</translation>
  </message>
  <message>
   <source>Go on</source>
   <translation>Weiter</translation>
  </message>
  <message>
   <source>Go on reading</source>
   <translation>Weiterlesen</translation>
  </message>
  <message>
   <source>Go on reading it</source>
   <translation>Weiterlesen</translation>
  </message>
  <message>
   <source>Go on: {title}</source>
   <translation>Weiter: {title}</translation>
  </message>
  <message>
   <source>Go to the search field</source>
   <translation>Zum Suchfeld</translation>
  </message>
  <message>
   <source>Go to the search field; once more: all commands</source>
   <translation>Zum Suchfeld; noch einmal: alle Befehle</translation>
  </message>
  <message>
   <source>Graphics card (Apple)</source>
   <translation>Grafikkarte (Apple)</translation>
  </message>
  <message>
   <source>Graphics card (CUDA)</source>
   <translation>Grafikkarte (CUDA)</translation>
  </message>
  <message>
   <source>Greek</source>
   <translation>Griechisch</translation>
  </message>
  <message>
   <source>Groups of duplicates</source>
   <translation>Gruppen von Dubletten</translation>
  </message>
  <message>
   <source>Guide</source>
   <translation>Anleitung</translation>
  </message>
  <message>
   <source>Half precision</source>
   <translation>Halbe Genauigkeit</translation>
  </message>
  <message>
   <source>Hardly related in meaning.</source>
   <translation>Dem Sinn nach kaum verwandt.</translation>
  </message>
  <message>
   <source>Has learnt from {decisions}.</source>
   <translation>Hat aus {decisions} gelernt.</translation>
  </message>
  <message>
   <source>Health</source>
   <translation>Gesundheit</translation>
  </message>
  <message>
   <source>Hebrew</source>
   <translation>Hebräisch</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Hilfe</translation>
  </message>
  <message>
   <source>Hidden in the tray, where there is one.</source>
   <translation>Verborgen in der Leiste, wo es eine gibt.</translation>
  </message>
  <message>
   <source>Hide</source>
   <translation>Ausblenden</translation>
  </message>
  <message>
   <source>Holds all words: {words}.</source>
   <translation>Enthält alle Wörter: {words}.</translation>
  </message>
  <message>
   <source>Holds it word for word.</source>
   <translation>Enthält es Wort für Wort.</translation>
  </message>
  <message>
   <source>Holds nearly all of its words, in their order.</source>
   <translation>Enthält fast alle seine Wörter in ihrer Reihenfolge.</translation>
  </message>
  <message>
   <source>Holds the word: {words}.</source>
   <translation>Enthält das Wort: {words}.</translation>
  </message>
  <message>
   <source>Holds {share} of what the words weigh: {words}.</source>
   <translation>Enthält {share} vom Gewicht der Wörter: {words}.</translation>
  </message>
  <message>
   <source>How long it may read for one search.</source>
   <translation>Wie lange es für eine Suche lesen darf.</translation>
  </message>
  <message>
   <source>How many files are read at the same time.</source>
   <translation>Wie viele Dateien gleichzeitig gelesen werden.</translation>
  </message>
  <message>
   <source>How meaning is searched</source>
   <translation>Wie nach Sinn gesucht wird</translation>
  </message>
  <message>
   <source>How models run</source>
   <translation>Wie Modelle laufen</translation>
  </message>
  <message>
   <source>How results are shown</source>
   <translation>Wie Ergebnisse aussehen</translation>
  </message>
  <message>
   <source>How sure it has to be</source>
   <translation>Wie sicher es sein muss</translation>
  </message>
  <message>
   <source>How sure it has to be lies between 0 and 1.</source>
   <translation>Wie sicher es sein muss, liegt zwischen 0 und 1.</translation>
  </message>
  <message>
   <source>How topics are found</source>
   <translation>Wie Themen gefunden werden</translation>
  </message>
  <message>
   <source>How vectors are searched: exact (each is compared), quantised, ivf or hnsw (quicker for many; hnsw takes the most memory); auto: as suits how many there are.</source>
   <translation>Wie Vektoren durchsucht werden: exact (jeder wird verglichen), quantised, ivf oder hnsw (schneller bei vielen; hnsw braucht am meisten Speicher); auto: wie es zur Anzahl passt.</translation>
  </message>
  <message>
   <source>How vectors are stored: float16, or int8 in half the space.</source>
   <translation>Wie Vektoren gespeichert werden: float16, oder int8 auf halbem Platz.</translation>
  </message>
  <message>
   <source>Hungarian</source>
   <translation>Ungarisch</translation>
  </message>
  <message>
   <source>Images</source>
   <translation>Bilder</translation>
  </message>
  <message>
   <source>In a folder…</source>
   <translation>In einem Ordner …</translation>
  </message>
  <message>
   <source>In colour: what “{query}” finds</source>
   <translation>In Farbe: was „{query}“ findet</translation>
  </message>
  <message>
   <source>In parts of about the same size (K-means)</source>
   <translation>In etwa gleich großen Teilen (K-means)</translation>
  </message>
  <message>
   <source>In the file manager</source>
   <translation>In der Dateiverwaltung</translation>
  </message>
  <message>
   <source>In the folder “{name}”.</source>
   <translation>Im Ordner „{name}“.</translation>
  </message>
  <message>
   <source>In the menu of programs</source>
   <translation>Im Programmmenü</translation>
  </message>
  <message>
   <source>In use</source>
   <translation>In Gebrauch</translation>
  </message>
  <message>
   <source>Inside</source>
   <translation>Darin</translation>
  </message>
  <message>
   <source>Invoices to the tax folder</source>
   <translation>Rechnungen in den Steuerordner</translation>
  </message>
  <message>
   <source>Is this machine online? Try again: what was fetched so far is kept.</source>
   <translation>Ist dieser Rechner mit dem Netz verbunden? Versuchen Sie es noch einmal: Was schon geladen ist, bleibt.</translation>
  </message>
  <message>
   <source>It did not work.</source>
   <translation>Es hat nicht geklappt.</translation>
  </message>
  <message>
   <source>It goes on by itself.</source>
   <translation>Es geht von selbst weiter.</translation>
  </message>
  <message>
   <source>It holds much that programs keep for themselves, and reading it may take hours. With the folders of your documents alone, less comes between you and what you look for.</source>
   <translation>Darin liegt vieles, was Programme für sich aufheben, und es zu lesen kann Stunden dauern. Mit den Ordnern Ihrer Dokumente allein kommt weniger zwischen Sie und das Gesuchte.</translation>
  </message>
  <message>
   <source>It is another name of the very file that should stay: removing it frees no space.</source>
   <translation>Es ist ein anderer Name der Datei, die bleiben soll: Ihn zu entfernen schafft keinen Platz.</translation>
  </message>
  <message>
   <source>It is better ({sure} sure), and can be used as {name}.</source>
   <translation>Es ist besser ({sure} sicher) und lässt sich als {name} benutzen.</translation>
  </message>
  <message>
   <source>It is found by its name only.</source>
   <translation>Gefunden wird sie nur nach ihrem Namen.</translation>
  </message>
  <message>
   <source>It is not surely better ({sure}), so nothing changes.</source>
   <translation>Es ist nicht sicher besser ({sure}), darum ändert sich nichts.</translation>
  </message>
  <message>
   <source>It is not the same as the file that should stay, as both are now.</source>
   <translation>So, wie beide jetzt sind, ist sie nicht dieselbe wie die Datei, die bleiben soll.</translation>
  </message>
  <message>
   <source>It is not there any more.</source>
   <translation>Es ist nicht mehr da.</translation>
  </message>
  <message>
   <source>It is tried again by itself.</source>
   <translation>Es wird von selbst noch einmal versucht.</translation>
  </message>
  <message>
   <source>It may be ending: try again in a moment. If it stays so, log out and in again.</source>
   <translation>Vielleicht endet er gerade: Versuchen Sie es gleich noch einmal. Bleibt es so, melden Sie sich ab und wieder an.</translation>
  </message>
  <message>
   <source>It may be very busy: as soon as it answers, this page goes away. Or start it anew.</source>
   <translation>Vielleicht ist er nur sehr beschäftigt: Sobald er antwortet, verschwindet diese Seite. Oder starten Sie ihn neu.</translation>
  </message>
  <message>
   <source>It may be very busy: try again.</source>
   <translation>Er hat vielleicht viel zu tun: Versuchen Sie es noch einmal.</translation>
  </message>
  <message>
   <source>It runs, and has said nothing for a while.</source>
   <translation>Er läuft, hat aber eine Weile nichts von sich hören lassen.</translation>
  </message>
  <message>
   <source>It starts again with the next question.</source>
   <translation>Er startet mit der nächsten Frage neu.</translation>
  </message>
  <message>
   <source>It stays for files that went to the trash before: only an exact copy can replace it.</source>
   <translation>Sie bleibt für Dateien, die schon im Papierkorb sind: Nur eine genaue Kopie kann sie ersetzen.</translation>
  </message>
  <message>
   <source>It stopped, and did not start again.</source>
   <translation>Er hat angehalten und startet nicht wieder.</translation>
  </message>
  <message>
   <source>It tells you when a new document matches.</source>
   <translation>Sie meldet sich, wenn ein neues Dokument passt.</translation>
  </message>
  <message>
   <source>It, or the file that should stay, could not be read right now.</source>
   <translation>Sie oder die Datei, die bleiben soll, war gerade nicht lesbar.</translation>
  </message>
  <message>
   <source>It, or the file that should stay, is a link or no plain file.</source>
   <translation>Sie oder die Datei, die bleiben soll, ist ein Verweis oder keine einfache Datei.</translation>
  </message>
  <message>
   <source>It, or the file that should stay, is in a cloud and not on this machine.</source>
   <translation>Sie oder die Datei, die bleiben soll, liegt in einer Cloud und nicht auf diesem Rechner.</translation>
  </message>
  <message>
   <source>It, or the file that should stay, was changed while they were compared.</source>
   <translation>Sie oder die Datei, die bleiben soll, wurde während des Vergleichs geändert.</translation>
  </message>
  <message>
   <source>Italian</source>
   <translation>Italienisch</translation>
  </message>
  <message>
   <source>Its drive is not connected. What was read can still be searched.</source>
   <translation>Sein Laufwerk ist nicht verbunden. Gelesenes lässt sich weiter durchsuchen.</translation>
  </message>
  <message>
   <source>Its drive, or that of the file that should stay, is away.</source>
   <translation>Ihr Laufwerk oder das der Datei, die bleiben soll, ist nicht da.</translation>
  </message>
  <message>
   <source>Its folder may have been removed.</source>
   <translation>Vielleicht wurde ihr Ordner entfernt.</translation>
  </message>
  <message>
   <source>Its log says why: {path}</source>
   <translation>Sein Protokoll sagt, warum: {path}</translation>
  </message>
  <message>
   <source>Its name holds {share} of it.</source>
   <translation>Der Name enthält {share} davon.</translation>
  </message>
  <message>
   <source>Its text holds some of the words, far apart.</source>
   <translation>Der Text enthält einige der Wörter, weit auseinander.</translation>
  </message>
  <message>
   <source>Japanese</source>
   <translation>Japanisch</translation>
  </message>
  <message>
   <source>Keep as in the settings</source>
   <translation>Behalten wie in den Einstellungen</translation>
  </message>
  <message>
   <source>Keep the largest</source>
   <translation>Die größte behalten</translation>
  </message>
  <message>
   <source>Keep the newest</source>
   <translation>Die neueste behalten</translation>
  </message>
  <message>
   <source>Keep the oldest</source>
   <translation>Die älteste behalten</translation>
  </message>
  <message>
   <source>Keep the one nearest the top</source>
   <translation>Die am weitesten oben behalten</translation>
  </message>
  <message>
   <source>Keep the rule</source>
   <translation>Regel behalten</translation>
  </message>
  <message>
   <source>Keep the shortest name</source>
   <translation>Den kürzesten Namen behalten</translation>
  </message>
  <message>
   <source>Keep this search, or let it go</source>
   <translation>Diese Suche behalten oder loslassen</translation>
  </message>
  <message>
   <source>Kept in</source>
   <translation>Liegt in</translation>
  </message>
  <message>
   <source>Kept of other models</source>
   <translation>Von anderen Modellen aufgehoben</translation>
  </message>
  <message>
   <source>Keys</source>
   <translation>Tasten</translation>
  </message>
  <message>
   <source>Kind</source>
   <translation>Art</translation>
  </message>
  <message>
   <source>Known: {names}.</source>
   <translation>Bekannt sind: {names}.</translation>
  </message>
  <message>
   <source>Korean</source>
   <translation>Koreanisch</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Sprache</translation>
  </message>
  <message>
   <source>Languages</source>
   <translation>Sprachen</translation>
  </message>
  <message>
   <source>Larger</source>
   <translation>Größer</translation>
  </message>
  <message>
   <source>Larger files are found by their name only.</source>
   <translation>Größere Dateien werden nur nach ihrem Namen gefunden.</translation>
  </message>
  <message>
   <source>Largest file, in MB</source>
   <translation>Größte Datei, in MB</translation>
  </message>
  <message>
   <source>Largest first</source>
   <translation>Größte zuerst</translation>
  </message>
  <message>
   <source>Lately</source>
   <translation>Zuletzt gesucht</translation>
  </message>
  <message>
   <source>Lay the second picture over the first one</source>
   <translation>Das zweite Bild über das erste legen</translation>
  </message>
  <message>
   <source>Learn</source>
   <translation>Lernen</translation>
  </message>
  <message>
   <source>Learn from what I opened</source>
   <translation>Aus dem lernen, was ich geöffnet habe</translation>
  </message>
  <message>
   <source>Learn from what is opened</source>
   <translation>Aus Geöffnetem lernen</translation>
  </message>
  <message>
   <source>Learned from {learned} examples, measured on {held} others.</source>
   <translation>Aus {learned} Beispielen gelernt, an {held} anderen gemessen.</translation>
  </message>
  <message>
   <source>Learning what answers</source>
   <translation>Es wird gelernt, was antwortet</translation>
  </message>
  <message>
   <source>Learning what follows</source>
   <translation>Es wird gelernt, was folgt</translation>
  </message>
  <message>
   <source>Learning what means alike</source>
   <translation>Es wird gelernt, was Gleiches bedeutet</translation>
  </message>
  <message>
   <source>Learns which results you wanted and which you passed over.</source>
   <translation>Lernt, welche Ergebnisse gewollt waren und welche übergangen wurden.</translation>
  </message>
  <message>
   <source>Leave out</source>
   <translation>Auslassen</translation>
  </message>
  <message>
   <source>Leave out commas and quotes.</source>
   <translation>Lassen Sie Kommas und Anführungszeichen weg.</translation>
  </message>
  <message>
   <source>Length of the vectors; shorter ones take less space. 0: the model's own.</source>
   <translation>Länge der Vektoren; kürzere brauchen weniger Platz. 0: die des Modells.</translation>
  </message>
  <message>
   <source>Less like this</source>
   <translation>Weniger davon</translation>
  </message>
  <message>
   <source>Less like this (−)</source>
   <translation>Weniger davon (−)</translation>
  </message>
  <message>
   <source>Less like this document: press to take it back</source>
   <translation>Weniger wie dieses Dokument: drücken nimmt es zurück</translation>
  </message>
  <message>
   <source>Let go</source>
   <translation>Loslassen</translation>
  </message>
  <message>
   <source>Library</source>
   <translation>Bibliothek</translation>
  </message>
  <message>
   <source>Light</source>
   <translation>Hell</translation>
  </message>
  <message>
   <source>Light like paper, or dark for the evening.</source>
   <translation>Hell wie Papier oder dunkel für den Abend.</translation>
  </message>
  <message>
   <source>Like the selected text</source>
   <translation>Wie der gewählte Text</translation>
  </message>
  <message>
   <source>Like this text</source>
   <translation>Wie dieser Text</translation>
  </message>
  <message>
   <source>Like {name}</source>
   <translation>Wie {name}</translation>
  </message>
  <message>
   <source>Like “{text}”</source>
   <translation>Wie „{text}“</translation>
  </message>
  <message>
   <source>Likely match</source>
   <translation>Wahrscheinlicher Treffer</translation>
  </message>
  <message>
   <source>Likeness</source>
   <translation>Ähnlichkeit</translation>
  </message>
  <message>
   <source>Log out and in again, and start Wherein then.</source>
   <translation>Melden Sie sich ab und wieder an, und starten Sie Wherein dann.</translation>
  </message>
  <message>
   <source>Look at all documents now</source>
   <translation>Jetzt alle Dokumente ansehen</translation>
  </message>
  <message>
   <source>Look at it, then: wherein models allow {name}</source>
   <translation>Sehen Sie ihn sich an, dann: wherein models allow {name}</translation>
  </message>
  <message>
   <source>Look for duplicates by itself</source>
   <translation>Von selbst nach Dubletten suchen</translation>
  </message>
  <message>
   <source>Look for duplicates now</source>
   <translation>Jetzt nach Dubletten suchen</translation>
  </message>
  <message>
   <source>Look for new and changed files</source>
   <translation>Nach neuen und geänderten Dateien sehen</translation>
  </message>
  <message>
   <source>Look for text in pictures and scanned pages, after everything else: some seconds for each.</source>
   <translation>Nach Text in Bildern und gescannten Seiten suchen, nach allem anderen: je einige Sekunden.</translation>
  </message>
  <message>
   <source>Look now</source>
   <translation>Jetzt suchen</translation>
  </message>
  <message>
   <source>Looking at your documents</source>
   <translation>Ihre Dokumente werden angesehen</translation>
  </message>
  <message>
   <source>Looking for duplicates</source>
   <translation>Suche nach Dubletten</translation>
  </message>
  <message>
   <source>Looking for duplicates and versions</source>
   <translation>Suche nach Dubletten und Fassungen</translation>
  </message>
  <message>
   <source>Looking for duplicates.</source>
   <translation>Dubletten werden gesucht.</translation>
  </message>
  <message>
   <source>Looking for files</source>
   <translation>Dateien werden gesucht</translation>
  </message>
  <message>
   <source>Looking for new and changed files.</source>
   <translation>Neue und geänderte Dateien werden gesucht.</translation>
  </message>
  <message>
   <source>Looks a little like it.</source>
   <translation>Sieht ein wenig ähnlich aus.</translation>
  </message>
  <message>
   <source>Looks alike.</source>
   <translation>Sieht ähnlich aus.</translation>
  </message>
  <message>
   <source>Looks the same.</source>
   <translation>Sieht genauso aus.</translation>
  </message>
  <message>
   <source>Mail</source>
   <translation>E-Mail</translation>
  </message>
  <message>
   <source>Make a tag of your own and say in plain words what it is for: Wherein looks for documents that deserve it, and learns from what you accept and refuse. Or begin with one of these:</source>
   <translation>Machen Sie ein eigenes Schlagwort und sagen Sie in einfachen Worten, wofür es ist: Wherein sucht Dokumente, die es verdienen, und lernt aus dem, was Sie annehmen und ablehnen. Oder beginnen Sie mit einem von diesen:</translation>
  </message>
  <message>
   <source>Make one topic of these {number}</source>
   <translation>Aus diesen {number} ein Thema machen</translation>
  </message>
  <message>
   <source>Make room on the disk.</source>
   <translation>Schaffen Sie Platz auf dem Laufwerk.</translation>
  </message>
  <message>
   <source>Make two rules.</source>
   <translation>Machen Sie zwei Regeln.</translation>
  </message>
  <message>
   <source>Map of topics</source>
   <translation>Karte der Themen</translation>
  </message>
  <message>
   <source>Mark</source>
   <translation>Markieren</translation>
  </message>
  <message>
   <source>Mark some text in the preview first.</source>
   <translation>Markieren Sie erst einen Text in der Vorschau.</translation>
  </message>
  <message>
   <source>Match</source>
   <translation>Treffer</translation>
  </message>
  <message>
   <source>Meaning</source>
   <translation>Sinn</translation>
  </message>
  <message>
   <source>Measure</source>
   <translation>Messen</translation>
  </message>
  <message>
   <source>Measuring the model as it is</source>
   <translation>Das Modell wird gemessen, wie es ist</translation>
  </message>
  <message>
   <source>Measuring what was learned</source>
   <translation>Gemessen wird, was gelernt wurde</translation>
  </message>
  <message>
   <source>Measuring, for some seconds …</source>
   <translation>Es wird einige Sekunden gemessen …</translation>
  </message>
  <message>
   <source>Models</source>
   <translation>Modelle</translation>
  </message>
  <message>
   <source>Models made ready for this computer</source>
   <translation>Für diesen Rechner vorbereitete Modelle</translation>
  </message>
  <message>
   <source>Models that were fetched</source>
   <translation>Geladene Modelle</translation>
  </message>
  <message>
   <source>More closely, a moment after the first ones.</source>
   <translation>Genauer, einen Augenblick nach den ersten.</translation>
  </message>
  <message>
   <source>More files and folders to leave out, one pattern a line, as in .gitignore. A line that begins with ! takes one back.</source>
   <translation>Weitere Dateien und Ordner, die ausgelassen werden, ein Muster je Zeile wie in .gitignore. Eine Zeile, die mit ! beginnt, nimmt eines zurück.</translation>
  </message>
  <message>
   <source>More like this</source>
   <translation>Mehr davon</translation>
  </message>
  <message>
   <source>More like this (+)</source>
   <translation>Mehr davon (+)</translation>
  </message>
  <message>
   <source>More like this document: press to take it back</source>
   <translation>Mehr wie dieses Dokument: drücken nimmt es zurück</translation>
  </message>
  <message>
   <source>More topics</source>
   <translation>Mehr Themen</translation>
  </message>
  <message>
   <source>Move it away; Wherein makes a new one and reads your folders again. Your own files are not touched.</source>
   <translation>Legen Sie sie beiseite; Wherein macht eine neue und liest Ihre Ordner noch einmal. Ihre eigenen Dateien bleiben unberührt.</translation>
  </message>
  <message>
   <source>Move it with the file manager.</source>
   <translation>Verschieben Sie sie mit der Dateiverwaltung.</translation>
  </message>
  <message>
   <source>Move to the trash</source>
   <translation>In den Papierkorb</translation>
  </message>
  <message>
   <source>Move {files} to the trash</source>
   <translation>{files} in den Papierkorb</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>Name it by what is in it</source>
   <translation>Nach dem Inhalt benennen</translation>
  </message>
  <message>
   <source>Name of a new tag</source>
   <translation>Name eines neuen Schlagworts</translation>
  </message>
  <message>
   <source>Name of a tag</source>
   <translation>Name eines Schlagworts</translation>
  </message>
  <message>
   <source>Name of the tag</source>
   <translation>Name des Schlagworts</translation>
  </message>
  <message>
   <source>Name, from Z to A</source>
   <translation>Name, von Z bis A</translation>
  </message>
  <message>
   <source>Naming topics</source>
   <translation>Themen werden benannt</translation>
  </message>
  <message>
   <source>Nearer</source>
   <translation>Näher heran</translation>
  </message>
  <message>
   <source>Nearest that stay</source>
   <translation>Nächste, die bleiben</translation>
  </message>
  <message>
   <source>Nearly as near in meaning as an answer is to its question.</source>
   <translation>Dem Sinn nach fast so nah wie eine Antwort ihrer Frage.</translation>
  </message>
  <message>
   <source>Neither has text.</source>
   <translation>Keine von beiden hat Text.</translation>
  </message>
  <message>
   <source>New</source>
   <translation>Neu</translation>
  </message>
  <message>
   <source>New rule</source>
   <translation>Neue Regel</translation>
  </message>
  <message>
   <source>New rule…</source>
   <translation>Neue Regel …</translation>
  </message>
  <message>
   <source>New tag</source>
   <translation>Neues Schlagwort</translation>
  </message>
  <message>
   <source>New tag “{tag}”</source>
   <translation>Neues Schlagwort „{tag}“</translation>
  </message>
  <message>
   <source>Newer than the one that stays</source>
   <translation>Neuere als die, die bleibt</translation>
  </message>
  <message>
   <source>Newest first</source>
   <translation>Neueste zuerst</translation>
  </message>
  <message>
   <source>Next passage</source>
   <translation>Nächste Stelle</translation>
  </message>
  <message>
   <source>No duplicates here</source>
   <translation>Hier sind keine Dubletten</translation>
  </message>
  <message>
   <source>No good match</source>
   <translation>Kein guter Treffer</translation>
  </message>
  <message>
   <source>No good match. These are only remotely related.</source>
   <translation>Kein guter Treffer. Diese sind nur entfernt verwandt.</translation>
  </message>
  <message>
   <source>No model is chosen that finds pictures by what they show.</source>
   <translation>Es ist kein Modell gewählt, das Bilder daran findet, was sie zeigen.</translation>
  </message>
  <message>
   <source>No other document here is close to it.</source>
   <translation>Kein anderes Dokument kommt ihm nahe.</translation>
  </message>
  <message>
   <source>No preview</source>
   <translation>Keine Vorschau</translation>
  </message>
  <message>
   <source>No program is set up to open {name}.</source>
   <translation>Für {name} ist kein Programm eingerichtet.</translation>
  </message>
  <message>
   <source>No rule “{name}” was removed in the last day.</source>
   <translation>Im letzten Tag wurde keine Regel „{name}“ entfernt.</translation>
  </message>
  <message>
   <source>No tag “{name}” was removed in the last day.</source>
   <translation>Im letzten Tag wurde kein Schlagwort „{name}“ entfernt.</translation>
  </message>
  <message>
   <source>No topics found</source>
   <translation>Keine Themen gefunden</translation>
  </message>
  <message>
   <source>No two documents mean nearly the same in other words.</source>
   <translation>Keine zwei Dokumente meinen mit anderen Worten fast dasselbe.</translation>
  </message>
  <message>
   <source>No two documents say the same in the same words.</source>
   <translation>Keine zwei Dokumente sagen dasselbe mit denselben Worten.</translation>
  </message>
  <message>
   <source>No two files hold the same bytes.</source>
   <translation>Keine zwei Dateien haben denselben Inhalt.</translation>
  </message>
  <message>
   <source>No two pictures look the same.</source>
   <translation>Keine zwei Bilder sehen gleich aus.</translation>
  </message>
  <message>
   <source>No two pictures show nearly the same.</source>
   <translation>Keine zwei Bilder zeigen fast dasselbe.</translation>
  </message>
  <message>
   <source>None yet</source>
   <translation>Noch keiner</translation>
  </message>
  <message>
   <source>Norwegian</source>
   <translation>Norwegisch</translation>
  </message>
  <message>
   <source>Not in a folder…</source>
   <translation>Nicht in einem Ordner …</translation>
  </message>
  <message>
   <source>Nothing</source>
   <translation>Nichts</translation>
  </message>
  <message>
   <source>Nothing else was harmed. Try again after an update.</source>
   <translation>Sonst ist nichts passiert. Versuchen Sie es nach einer Aktualisierung noch einmal.</translation>
  </message>
  <message>
   <source>Nothing found</source>
   <translation>Nichts gefunden</translation>
  </message>
  <message>
   <source>Nothing found here</source>
   <translation>Hier nichts gefunden</translation>
  </message>
  <message>
   <source>Nothing found. Ctrl+Enter looks for it in the window.</source>
   <translation>Nichts gefunden. Strg+Eingabe sucht im Fenster danach.</translation>
  </message>
  <message>
   <source>Nothing here is clearly about that.</source>
   <translation>Nichts hier handelt deutlich davon.</translation>
  </message>
  <message>
   <source>Nothing like it</source>
   <translation>Nichts Ähnliches</translation>
  </message>
  <message>
   <source>Nothing that fits is so here, and “{words}” narrows nothing: press to look for the words</source>
   <translation>Nichts Passendes ist hier so, und „{words}“ schränkt nichts ein: drücken, um nach den Wörtern zu suchen</translation>
  </message>
  <message>
   <source>Nothing that you search or keep is sent anywhere. A model is fetched only when you ask for it.</source>
   <translation>Nichts, was Sie suchen oder aufheben, wird irgendwohin gesendet. Ein Modell wird nur auf Wunsch geladen.</translation>
  </message>
  <message>
   <source>Nothing to compare yet</source>
   <translation>Noch nichts zu vergleichen</translation>
  </message>
  <message>
   <source>Nothing to decide</source>
   <translation>Nichts zu entscheiden</translation>
  </message>
  <message>
   <source>Nothing to read yet</source>
   <translation>Noch nichts zu lesen</translation>
  </message>
  <message>
   <source>Nothing was opened, accepted or tagged yet that could be learned from.</source>
   <translation>Noch wurde nichts geöffnet, angenommen oder verschlagwortet, woraus sich lernen ließe.</translation>
  </message>
  <message>
   <source>Nothing went wrong</source>
   <translation>Nichts ging schief</translation>
  </message>
  <message>
   <source>Notifications</source>
   <translation>Mitteilungen</translation>
  </message>
  <message>
   <source>Numbers</source>
   <translation>Zahlen</translation>
  </message>
  <message>
   <source>Of the window; your documents may be in any.</source>
   <translation>Des Fensters; Ihre Dokumente können in jeder sein.</translation>
  </message>
  <message>
   <source>Older</source>
   <translation>Älter</translation>
  </message>
  <message>
   <source>Older than the one that stays</source>
   <translation>Ältere als die, die bleibt</translation>
  </message>
  <message>
   <source>Oldest first</source>
   <translation>Älteste zuerst</translation>
  </message>
  <message>
   <source>On this computer, for you alone</source>
   <translation>Auf diesem Rechner, für Sie allein</translation>
  </message>
  <message>
   <source>One moment</source>
   <translation>Einen Augenblick</translation>
  </message>
  <message>
   <source>One of the pictures could not be looked at.</source>
   <translation>Eines der Bilder ließ sich nicht ansehen.</translation>
  </message>
  <message>
   <source>One step back, then clear</source>
   <translation>Einen Schritt zurück, dann leeren</translation>
  </message>
  <message>
   <source>Only a topic can be parted, and this is none.</source>
   <translation>Nur ein Thema lässt sich teilen, und das ist keines.</translation>
  </message>
  <message>
   <source>Only exact copies, the same text and the same picture can be removed here.</source>
   <translation>Nur genaue Kopien, derselbe Text und dasselbe Bild lassen sich hier entfernen.</translation>
  </message>
  <message>
   <source>Only files that differ can be told apart.</source>
   <translation>Nur Dateien, die sich unterscheiden, lassen sich auseinanderhalten.</translation>
  </message>
  <message>
   <source>Only tell me</source>
   <translation>Nur melden</translation>
  </message>
  <message>
   <source>Only what is in these folders is read. Taking one away forgets what was read; its files stay.</source>
   <translation>Gelesen wird nur, was in diesen Ordnern liegt. Wird einer weggenommen, wird das Gelesene vergessen; seine Dateien bleiben.</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>Öffnen</translation>
  </message>
  <message>
   <source>Open it to see whether it is still whole.</source>
   <translation>Öffnen Sie sie, um zu sehen, ob sie noch heil ist.</translation>
  </message>
  <message>
   <source>Open what is chosen</source>
   <translation>Ausgewähltes öffnen</translation>
  </message>
  <message>
   <source>Open with its program (Enter)</source>
   <translation>Mit ihrem Programm öffnen (Eingabe)</translation>
  </message>
  <message>
   <source>Open with…</source>
   <translation>Öffnen mit …</translation>
  </message>
  <message>
   <source>Open {name} with</source>
   <translation>{name} öffnen mit</translation>
  </message>
  <message>
   <source>Opens a small search bar over any program.</source>
   <translation>Öffnet eine kleine Suchleiste über jedem Programm.</translation>
  </message>
  <message>
   <source>Or drop a folder onto this window.</source>
   <translation>Oder einen Ordner auf dieses Fenster ziehen.</translation>
  </message>
  <message>
   <source>Order</source>
   <translation>Reihenfolge</translation>
  </message>
  <message>
   <source>Other</source>
   <translation>Sonstige</translation>
  </message>
  <message>
   <source>Other keys</source>
   <translation>Andere Tasten</translation>
  </message>
  <message>
   <source>Page {number}</source>
   <translation>Seite {number}</translation>
  </message>
  <message>
   <source>Page {page} of {pages}</source>
   <translation>Seite {page} von {pages}</translation>
  </message>
  <message>
   <source>Pages of the document</source>
   <translation>Seiten des Dokuments</translation>
  </message>
  <message>
   <source>Part it</source>
   <translation>Teilen</translation>
  </message>
  <message>
   <source>Part {number}</source>
   <translation>Teil {number}</translation>
  </message>
  <message>
   <source>Passage before</source>
   <translation>Vorige Stelle</translation>
  </message>
  <message>
   <source>Passage {number} of the {many} best</source>
   <translation>Stelle {number} der {many} besten</translation>
  </message>
  <message>
   <source>Passage {number} of {many}</source>
   <translation>Stelle {number} von {many}</translation>
  </message>
  <message>
   <source>Past month</source>
   <translation>Letzter Monat</translation>
  </message>
  <message>
   <source>Past week</source>
   <translation>Letzte Woche</translation>
  </message>
  <message>
   <source>Past year</source>
   <translation>Letztes Jahr</translation>
  </message>
  <message>
   <source>Paste a quote or any text: where is it from, and what is like it?</source>
   <translation>Ein Zitat oder einen Text einfügen: Woher stammt er, und was ist ihm ähnlich?</translation>
  </message>
  <message>
   <source>Path copied.</source>
   <translation>Pfad kopiert.</translation>
  </message>
  <message>
   <source>Pause</source>
   <translation>Anhalten</translation>
  </message>
  <message>
   <source>Pause reading</source>
   <translation>Lesen anhalten</translation>
  </message>
  <message>
   <source>Pause reading it</source>
   <translation>Lesen anhalten</translation>
  </message>
  <message>
   <source>Pause reading, or go on</source>
   <translation>Lesen anhalten oder fortsetzen</translation>
  </message>
  <message>
   <source>Pause: {title}</source>
   <translation>Anhalten: {title}</translation>
  </message>
  <message>
   <source>Paused</source>
   <translation>Angehalten</translation>
  </message>
  <message>
   <source>Paused. What was read can be searched.</source>
   <translation>Angehalten. Gelesenes lässt sich durchsuchen.</translation>
  </message>
  <message>
   <source>Paused: looked at {of}</source>
   <translation>Angehalten: angesehen {of}</translation>
  </message>
  <message>
   <source>Paused: read {of}</source>
   <translation>Angehalten: gelesen {of}</translation>
  </message>
  <message>
   <source>Paused: understood {of}</source>
   <translation>Angehalten: verstanden {of}</translation>
  </message>
  <message>
   <source>Performance</source>
   <translation>Leistung</translation>
  </message>
  <message>
   <source>Picture</source>
   <translation>Bild</translation>
  </message>
  <message>
   <source>Pictures</source>
   <translation>Bilder</translation>
  </message>
  <message>
   <source>Places of the matches</source>
   <translation>Orte der Treffer</translation>
  </message>
  <message>
   <source>Polish</source>
   <translation>Polnisch</translation>
  </message>
  <message>
   <source>Portuguese</source>
   <translation>Portugiesisch</translation>
  </message>
  <message>
   <source>Presentations</source>
   <translation>Präsentationen</translation>
  </message>
  <message>
   <source>Press a button, then the keys; a key that was another one's is taken from it. Backspace takes one away.</source>
   <translation>Einen Knopf drücken, dann die Tasten; eine Taste, die einem anderen gehörte, wird ihm genommen. Die Rücktaste nimmt eine weg.</translation>
  </message>
  <message>
   <source>Press the keys …</source>
   <translation>Tasten drücken …</translation>
  </message>
  <message>
   <source>Preview</source>
   <translation>Vorschau</translation>
  </message>
  <message>
   <source>Privacy</source>
   <translation>Privatsphäre</translation>
  </message>
  <message>
   <source>Processor</source>
   <translation>Prozessor</translation>
  </message>
  <message>
   <source>Processor threads</source>
   <translation>Prozessor-Threads</translation>
  </message>
  <message>
   <source>Processor threads for understanding in bulk; 0: half of the cores.</source>
   <translation>Threads für das Verstehen im Großen; 0: die Hälfte der Kerne.</translation>
  </message>
  <message>
   <source>Quick preview</source>
   <translation>Schnelle Vorschau</translation>
  </message>
  <message>
   <source>Quit</source>
   <translation>Beenden</translation>
  </message>
  <message>
   <source>Read all of it</source>
   <translation>Alles lesen</translation>
  </message>
  <message>
   <source>Read all of “{path}”?</source>
   <translation>Alles in „{path}“ lesen?</translation>
  </message>
  <message>
   <source>Read closely</source>
   <translation>Genau gelesen</translation>
  </message>
  <message>
   <source>Read closely, it answers.</source>
   <translation>Genau gelesen: Es antwortet darauf.</translation>
  </message>
  <message>
   <source>Read closely, it may answer.</source>
   <translation>Genau gelesen: Es könnte darauf antworten.</translation>
  </message>
  <message>
   <source>Read closely, it says little about it.</source>
   <translation>Genau gelesen: Es sagt wenig darüber.</translation>
  </message>
  <message>
   <source>Read my {name} folder</source>
   <translation>Meinen Ordner {name} lesen</translation>
  </message>
  <message>
   <source>Read the best results again</source>
   <translation>Die besten Ergebnisse noch einmal lesen</translation>
  </message>
  <message>
   <source>Read the best results again, more closely, and settle their order.</source>
   <translation>Die besten Ergebnisse noch einmal genauer lesen und ihre Reihenfolge festlegen.</translation>
  </message>
  <message>
   <source>Readable by you alone. An encrypted disk protects it like your files.</source>
   <translation>Nur für Sie lesbar. Eine verschlüsselte Festplatte schützt es wie Ihre Dateien.</translation>
  </message>
  <message>
   <source>Reading</source>
   <translation>Lesen</translation>
  </message>
  <message>
   <source>Reading again</source>
   <translation>Noch einmal lesen</translation>
  </message>
  <message>
   <source>Reading and understanding stand still; searching goes on.</source>
   <translation>Lesen und Verstehen stehen still; die Suche geht weiter.</translation>
  </message>
  <message>
   <source>Reading and understanding wait while the computer runs on its battery.</source>
   <translation>Lesen und Verstehen warten, solange der Rechner auf Akku läuft.</translation>
  </message>
  <message>
   <source>Reading what documents mean</source>
   <translation>Was Dokumente meinen, wird gelesen</translation>
  </message>
  <message>
   <source>Reading {name}. Its files can be searched as they come in.</source>
   <translation>{name} wird gelesen. Seine Dateien lassen sich nach und nach durchsuchen.</translation>
  </message>
  <message>
   <source>Reading {of}</source>
   <translation>Gelesen: {of}</translation>
  </message>
  <message>
   <source>Reads the best results again beside the question, and settles their order.</source>
   <translation>Liest die besten Ergebnisse noch einmal neben der Frage und legt ihre Reihenfolge fest.</translation>
  </message>
  <message>
   <source>Ready to search by words · understanding what they mean: {of}</source>
   <translation>Nach Wörtern durchsuchbar · verstanden: {of}</translation>
  </message>
  <message>
   <source>Ready to search · looking for text in pictures: {of}</source>
   <translation>Durchsuchbar · Text in Bildern gesucht: {of}</translation>
  </message>
  <message>
   <source>Reason</source>
   <translation>Grund</translation>
  </message>
  <message>
   <source>Recency</source>
   <translation>Neuheit</translation>
  </message>
  <message>
   <source>Recipes</source>
   <translation>Rezepte</translation>
  </message>
  <message>
   <source>Refresh</source>
   <translation>Erneuern</translation>
  </message>
  <message>
   <source>Refuse</source>
   <translation>Ablehnen</translation>
  </message>
  <message>
   <source>Refuse  R</source>
   <translation>Ablehnen  R</translation>
  </message>
  <message>
   <source>Refuse (R)</source>
   <translation>Ablehnen (R)</translation>
  </message>
  <message>
   <source>Relevance</source>
   <translation>Relevanz</translation>
  </message>
  <message>
   <source>Remember on this machine which results were opened or marked, for training; it can be erased.</source>
   <translation>Auf diesem Rechner merken, welche Ergebnisse geöffnet oder markiert wurden, um daraus zu lernen; es lässt sich löschen.</translation>
  </message>
  <message>
   <source>Remember searches</source>
   <translation>Suchen merken</translation>
  </message>
  <message>
   <source>Remove</source>
   <translation>Entfernen</translation>
  </message>
  <message>
   <source>Remove all of them: {labels}</source>
   <translation>Alle entfernen: {labels}</translation>
  </message>
  <message>
   <source>Remove the filter “{label}”</source>
   <translation>Den Filter „{label}“ entfernen</translation>
  </message>
  <message>
   <source>Remove the rule</source>
   <translation>Regel entfernen</translation>
  </message>
  <message>
   <source>Remove the tag</source>
   <translation>Schlagwort entfernen</translation>
  </message>
  <message>
   <source>Rename</source>
   <translation>Umbenennen</translation>
  </message>
  <message>
   <source>Results</source>
   <translation>Ergebnisse</translation>
  </message>
  <message>
   <source>Rule</source>
   <translation>Regel</translation>
  </message>
  <message>
   <source>Rule for documents like this…</source>
   <translation>Regel für Dokumente wie dieses …</translation>
  </message>
  <message>
   <source>Rules</source>
   <translation>Regeln</translation>
  </message>
  <message>
   <source>Runs on</source>
   <translation>Läuft auf</translation>
  </message>
  <message>
   <source>Russian</source>
   <translation>Russisch</translation>
  </message>
  <message>
   <source>Same file</source>
   <translation>Gleiche Datei</translation>
  </message>
  <message>
   <source>Same meaning</source>
   <translation>Gleicher Sinn</translation>
  </message>
  <message>
   <source>Same picture</source>
   <translation>Gleiches Bild</translation>
  </message>
  <message>
   <source>Same text</source>
   <translation>Gleicher Text</translation>
  </message>
  <message>
   <source>Save a copy without the password to find it by its content.</source>
   <translation>Speichern Sie eine Kopie ohne Passwort, um sie nach ihrem Inhalt zu finden.</translation>
  </message>
  <message>
   <source>Saved</source>
   <translation>Behalten</translation>
  </message>
  <message>
   <source>Search</source>
   <translation>Suche</translation>
  </message>
  <message>
   <source>Search again</source>
   <translation>Neu suchen</translation>
  </message>
  <message>
   <source>Search bar</source>
   <translation>Suchleiste</translation>
  </message>
  <message>
   <source>Search everywhere</source>
   <translation>Überall suchen</translation>
  </message>
  <message>
   <source>Search for a while, or name a file: wherein train --help shows what stands in it.</source>
   <translation>Suchen Sie eine Weile, oder nennen Sie eine Datei: wherein train --help zeigt, was darin steht.</translation>
  </message>
  <message>
   <source>Search for “{text}”</source>
   <translation>Nach „{text}“ suchen</translation>
  </message>
  <message>
   <source>Search from anywhere</source>
   <translation>Von überall suchen</translation>
  </message>
  <message>
   <source>Search from anywhere with {key}</source>
   <translation>Von überall suchen mit {key}</translation>
  </message>
  <message>
   <source>Search in it</source>
   <translation>Darin suchen</translation>
  </message>
  <message>
   <source>Search kept in the side bar.</source>
   <translation>Die Suche steht jetzt in der Seitenleiste.</translation>
  </message>
  <message>
   <source>Search no longer kept.</source>
   <translation>Die Suche wird nicht mehr behalten.</translation>
  </message>
  <message>
   <source>Search only here</source>
   <translation>Nur hier suchen</translation>
  </message>
  <message>
   <source>Search only this folder</source>
   <translation>Nur in diesem Ordner suchen</translation>
  </message>
  <message>
   <source>Search without filters</source>
   <translation>Ohne Filter suchen</translation>
  </message>
  <message>
   <source>Searched</source>
   <translation>Durchsucht</translation>
  </message>
  <message>
   <source>Searched for {query}</source>
   <translation>Gesucht wurde {query}</translation>
  </message>
  <message>
   <source>Searches and tags, and what you opened for them, become nearer in meaning.</source>
   <translation>Suchen und Schlagwörter rücken dem Sinn nach näher an das, was dafür geöffnet wurde.</translation>
  </message>
  <message>
   <source>Searches so far</source>
   <translation>Bisherige Suchen</translation>
  </message>
  <message>
   <source>Seconds until memory is freed</source>
   <translation>Sekunden, bis Speicher frei wird</translation>
  </message>
  <message>
   <source>See its progress in Activity.</source>
   <translation>Den Fortschritt zeigt die Aktivität.</translation>
  </message>
  <message>
   <source>Set the device to auto.</source>
   <translation>Stellen Sie „Läuft auf“ wieder auf „Von selbst“.</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>Einstellungen</translation>
  </message>
  <message>
   <source>Sheet {number}</source>
   <translation>Blatt {number}</translation>
  </message>
  <message>
   <source>Sheets</source>
   <translation>Blätter</translation>
  </message>
  <message>
   <source>Shift+? lists the keys at any time.</source>
   <translation>Umschalt+? zeigt die Tasten jederzeit.</translation>
  </message>
  <message>
   <source>Shorter vectors take less space and lose a little.</source>
   <translation>Kürzere Vektoren brauchen weniger Platz und verlieren ein wenig.</translation>
  </message>
  <message>
   <source>Show</source>
   <translation>Zeigen</translation>
  </message>
  <message>
   <source>Show all keys</source>
   <translation>Alle Tasten zeigen</translation>
  </message>
  <message>
   <source>Show in folder</source>
   <translation>Im Ordner zeigen</translation>
  </message>
  <message>
   <source>Show in the file manager</source>
   <translation>In der Dateiverwaltung zeigen</translation>
  </message>
  <message>
   <source>Show its documents</source>
   <translation>Seine Dokumente zeigen</translation>
  </message>
  <message>
   <source>Show only those on this computer</source>
   <translation>Nur die auf diesem Rechner zeigen</translation>
  </message>
  <message>
   <source>Show results in another way</source>
   <translation>Ergebnisse anders zeigen</translation>
  </message>
  <message>
   <source>Show {count} that can be downloaded</source>
   <translation>{count} zeigen, die sich laden lassen</translation>
  </message>
  <message>
   <source>Show {matches}</source>
   <translation>{matches} zeigen</translation>
  </message>
  <message>
   <source>Shows the like.</source>
   <translation>Zeigt Ähnliches.</translation>
  </message>
  <message>
   <source>Side bar</source>
   <translation>Seitenleiste</translation>
  </message>
  <message>
   <source>Similar</source>
   <translation>Ähnliches</translation>
  </message>
  <message>
   <source>Similar documents</source>
   <translation>Ähnliche Dokumente</translation>
  </message>
  <message>
   <source>Similar picture</source>
   <translation>Ähnliches Bild</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>Größe</translation>
  </message>
  <message>
   <source>Size of the meaning</source>
   <translation>Größe des Sinns</translation>
  </message>
  <message>
   <source>Slide {number}</source>
   <translation>Folie {number}</translation>
  </message>
  <message>
   <source>Smaller</source>
   <translation>Kleiner</translation>
  </message>
  <message>
   <source>Smallest first</source>
   <translation>Kleinste zuerst</translation>
  </message>
  <message>
   <source>So that going back within a day costs nothing.</source>
   <translation>Damit ein Zurück innerhalb eines Tages nichts kostet.</translation>
  </message>
  <message>
   <source>Some seconds of work for the model that is in use.</source>
   <translation>Einige Sekunden Arbeit für das Modell in Gebrauch.</translation>
  </message>
  <message>
   <source>Space</source>
   <translation>Platz</translation>
  </message>
  <message>
   <source>Space looks closer</source>
   <translation>Leertaste sieht genauer hin</translation>
  </message>
  <message>
   <source>Space ticks · Enter keeps it · Esc leaves all as it was</source>
   <translation>Leertaste hakt an · Eingabe behält es · Esc lässt alles, wie es war</translation>
  </message>
  <message>
   <source>Spanish</source>
   <translation>Spanisch</translation>
  </message>
  <message>
   <source>Speed</source>
   <translation>Geschwindigkeit</translation>
  </message>
  <message>
   <source>Spreadsheets</source>
   <translation>Tabellen</translation>
  </message>
  <message>
   <source>Start Wherein again to use it as it is.</source>
   <translation>Starten Sie Wherein neu, um sie so zu benutzen, wie sie ist.</translation>
  </message>
  <message>
   <source>Start anew</source>
   <translation>Von vorn beginnen</translation>
  </message>
  <message>
   <source>Start it again</source>
   <translation>Wieder starten</translation>
  </message>
  <message>
   <source>Start it anew</source>
   <translation>Neu starten</translation>
  </message>
  <message>
   <source>Start with the session</source>
   <translation>Mit der Sitzung starten</translation>
  </message>
  <message>
   <source>Stay in the tray when closed</source>
   <translation>Geschlossen in der Leiste bleiben</translation>
  </message>
  <message>
   <source>Stays: {name}</source>
   <translation>Bleibt: {name}</translation>
  </message>
  <message>
   <source>Stop indexing when the window that started it is closed.</source>
   <translation>Das Indizieren beenden, wenn das Fenster geschlossen wird, das es begann.</translation>
  </message>
  <message>
   <source>Stop it (wherein serve --stop) and try again.</source>
   <translation>Beenden Sie ihn (wherein serve --stop) und versuchen Sie es noch einmal.</translation>
  </message>
  <message>
   <source>Stop reading when the window is closed</source>
   <translation>Lesen beenden, wenn das Fenster geschlossen wird</translation>
  </message>
  <message>
   <source>Stop searching this folder</source>
   <translation>Diesen Ordner nicht mehr durchsuchen</translation>
  </message>
  <message>
   <source>Stop using</source>
   <translation>Nicht mehr benutzen</translation>
  </message>
  <message>
   <source>Strong match</source>
   <translation>Starker Treffer</translation>
  </message>
  <message>
   <source>Suggest for all documents</source>
   <translation>Für alle Dokumente vorschlagen</translation>
  </message>
  <message>
   <source>Suggest it for documents</source>
   <translation>Für Dokumente vorschlagen</translation>
  </message>
  <message>
   <source>Suggest the folder</source>
   <translation>Den Ordner vorschlagen</translation>
  </message>
  <message>
   <source>Suggest the tag</source>
   <translation>Das Schlagwort vorschlagen</translation>
  </message>
  <message>
   <source>Suggested by what it is about. After {decisions} it learns from yours.</source>
   <translation>Vorgeschlagen nach dem, wovon es handelt. Nach {decisions} lernt es aus Ihren.</translation>
  </message>
  <message>
   <source>Suggested tag {tag}, because of: {because}</source>
   <translation>Vorgeschlagenes Schlagwort {tag}, wegen: {because}</translation>
  </message>
  <message>
   <source>Suggesting tags</source>
   <translation>Schlagwörter werden vorgeschlagen</translation>
  </message>
  <message>
   <source>Suggestions</source>
   <translation>Vorschläge</translation>
  </message>
  <message>
   <source>Swedish</source>
   <translation>Schwedisch</translation>
  </message>
  <message>
   <source>Table</source>
   <translation>Tabelle</translation>
  </message>
  <message>
   <source>Tag</source>
   <translation>Schlagwort</translation>
  </message>
  <message>
   <source>Tag {tag}</source>
   <translation>Schlagwort {tag}</translation>
  </message>
  <message>
   <source>Tag {tag} for {name}? Because of: {because}</source>
   <translation>Schlagwort {tag} für {name}? Wegen: {because}</translation>
  </message>
  <message>
   <source>Tags</source>
   <translation>Schlagwörter</translation>
  </message>
  <message>
   <source>Tags cannot be shown now</source>
   <translation>Schlagwörter lassen sich gerade nicht zeigen</translation>
  </message>
  <message>
   <source>Tags cannot be suggested before the model is loaded.</source>
   <translation>Schlagwörter lassen sich erst vorschlagen, wenn das Modell geladen ist.</translation>
  </message>
  <message>
   <source>Tags of {what}</source>
   <translation>Schlagwörter von {what}</translation>
  </message>
  <message>
   <source>Tags: {tags}</source>
   <translation>Schlagwörter: {tags}</translation>
  </message>
  <message>
   <source>Tags…</source>
   <translation>Schlagwörter …</translation>
  </message>
  <message>
   <source>Take a handful (or drag with Shift)</source>
   <translation>Eine Handvoll nehmen (oder mit Umschalt ziehen)</translation>
  </message>
  <message>
   <source>Take it off</source>
   <translation>Wegnehmen</translation>
  </message>
  <message>
   <source>Take the last decision back</source>
   <translation>Die letzte Entscheidung zurücknehmen</translation>
  </message>
  <message>
   <source>Takes the remembered searches away.</source>
   <translation>Nimmt die gemerkten Suchen weg.</translation>
  </message>
  <message>
   <source>Tell me when a new document is like this</source>
   <translation>Melden, wenn ein neues Dokument so ist</translation>
  </message>
  <message>
   <source>Tell me when a new document matches</source>
   <translation>Melden, wenn ein neues Dokument passt</translation>
  </message>
  <message>
   <source>Tells whether what a tag says follows from a passage.</source>
   <translation>Sagt, ob aus einer Stelle folgt, was ein Schlagwort sagt.</translation>
  </message>
  <message>
   <source>Test</source>
   <translation>Prüfen</translation>
  </message>
  <message>
   <source>Text</source>
   <translation>Text</translation>
  </message>
  <message>
   <source>Text copied.</source>
   <translation>Text kopiert.</translation>
  </message>
  <message>
   <source>Text of the document</source>
   <translation>Text des Dokuments</translation>
  </message>
  <message>
   <source>Text to compare with</source>
   <translation>Text zum Vergleichen</translation>
  </message>
  <message>
   <source>That could not be set: {reason}</source>
   <translation>Das ließ sich nicht einstellen: {reason}</translation>
  </message>
  <message>
   <source>That work is over.</source>
   <translation>Diese Arbeit ist vorbei.</translation>
  </message>
  <message>
   <source>The disk is full: Wherein cannot store what it reads.</source>
   <translation>Die Festplatte ist voll: Wherein kann nicht speichern, was es liest.</translation>
  </message>
  <message>
   <source>The disk that holds the library reports an error: {reason}.</source>
   <translation>Das Laufwerk mit der Bibliothek meldet einen Fehler: {reason}.</translation>
  </message>
  <message>
   <source>The download was stopped.</source>
   <translation>Das Laden wurde abgebrochen.</translation>
  </message>
  <message>
   <source>The examples could not be written: {problem}.</source>
   <translation>Die Beispiele ließen sich nicht schreiben: {problem}.</translation>
  </message>
  <message>
   <source>The file that should stay is not there any more.</source>
   <translation>Die Datei, die bleiben soll, ist nicht mehr da.</translation>
  </message>
  <message>
   <source>The file that should stay is to be removed as well.</source>
   <translation>Die Datei, die bleiben soll, soll ebenfalls entfernt werden.</translation>
  </message>
  <message>
   <source>The filters may hide it.</source>
   <translation>Vielleicht verbergen es die Filter.</translation>
  </message>
  <message>
   <source>The first one says all that the second one says, and {words} more.</source>
   <translation>Die erste sagt alles, was die zweite sagt, und {words} mehr.</translation>
  </message>
  <message>
   <source>The folder “{path}” cannot be read: {reason}.</source>
   <translation>Der Ordner „{path}“ lässt sich nicht lesen: {reason}.</translation>
  </message>
  <message>
   <source>The hub cannot be reached ({reason}).</source>
   <translation>Der Hub ist nicht zu erreichen ({reason}).</translation>
  </message>
  <message>
   <source>The hub has no model called “{name}”.</source>
   <translation>Der Hub hat kein Modell namens „{name}“.</translation>
  </message>
  <message>
   <source>The index of meaning</source>
   <translation>Der Index des Sinns</translation>
  </message>
  <message>
   <source>The index of words</source>
   <translation>Der Index der Wörter</translation>
  </message>
  <message>
   <source>The indexer could not be started.</source>
   <translation>Der Suchdienst konnte nicht gestartet werden.</translation>
  </message>
  <message>
   <source>The indexer gave no answer within {number} seconds.</source>
   <translation>Der Suchdienst hat {number} Sekunden lang nicht geantwortet.</translation>
  </message>
  <message>
   <source>The indexer has stopped.</source>
   <translation>Der Suchdienst hat angehalten.</translation>
  </message>
  <message>
   <source>The indexer that runs is of another version of Wherein.</source>
   <translation>Der laufende Suchdienst gehört zu einer anderen Version von Wherein.</translation>
  </message>
  <message>
   <source>The key for searching from anywhere belongs to another program, or to the system.</source>
   <translation>Die Taste für die Suche von überall gehört einem anderen Programm oder dem System.</translation>
  </message>
  <message>
   <source>The last few are offered when the search is empty.</source>
   <translation>Die letzten werden angeboten, wenn die Suche leer ist.</translation>
  </message>
  <message>
   <source>The library could not be erased: {reason}.</source>
   <translation>Die Bibliothek konnte nicht gelöscht werden: {reason}.</translation>
  </message>
  <message>
   <source>The library could not be written anew: {reason}</source>
   <translation>Die Bibliothek konnte nicht neu geschrieben werden: {reason}</translation>
  </message>
  <message>
   <source>The library is encrypted from now on.</source>
   <translation>Die Bibliothek ist von jetzt an verschlüsselt.</translation>
  </message>
  <message>
   <source>The library is encrypted, and the system's keyring does not open it: {reason}.</source>
   <translation>Die Bibliothek ist verschlüsselt, und der Schlüsselbund des Systems öffnet sie nicht: {reason}.</translation>
  </message>
  <message>
   <source>The library is no longer encrypted.</source>
   <translation>Die Bibliothek ist nicht mehr verschlüsselt.</translation>
  </message>
  <message>
   <source>The library “{path}” cannot be opened for writing.</source>
   <translation>Die Bibliothek „{path}“ lässt sich nicht zum Schreiben öffnen.</translation>
  </message>
  <message>
   <source>The library “{path}” is damaged: {error}.</source>
   <translation>Die Bibliothek „{path}“ ist beschädigt: {error}.</translation>
  </message>
  <message>
   <source>The library's folder “{path}” cannot be written to: {reason}.</source>
   <translation>Im Ordner der Bibliothek, „{path}“, kann nicht geschrieben werden: {reason}.</translation>
  </message>
  <message>
   <source>The limit can be raised in the settings.</source>
   <translation>Die Grenze lässt sich in den Einstellungen anheben.</translation>
  </message>
  <message>
   <source>The list has changed: look again.</source>
   <translation>Die Liste hat sich geändert: Sehen Sie noch einmal hin.</translation>
  </message>
  <message>
   <source>The model cannot be stored: {reason}.</source>
   <translation>Das Modell kann nicht gespeichert werden: {reason}.</translation>
  </message>
  <message>
   <source>The model in {path} cannot be read: {reason}</source>
   <translation>Das Modell in {path} lässt sich nicht lesen: {reason}</translation>
  </message>
  <message>
   <source>The model in {path} is no model of the kind “{kind}”.</source>
   <translation>Das Modell in {path} ist kein Modell der Art „{kind}“.</translation>
  </message>
  <message>
   <source>The model in {path} is not loaded: {reason}.</source>
   <translation>Das Modell in {path} wird nicht geladen: {reason}.</translation>
  </message>
  <message>
   <source>The model is still being loaded.</source>
   <translation>Das Modell wird noch geladen.</translation>
  </message>
  <message>
   <source>The model that finds pictures by what they show (shows: a dog); empty: none.</source>
   <translation>Das Modell, das Bilder nach dem findet, was sie zeigen (shows: a dog); leer: keines.</translation>
  </message>
  <message>
   <source>The model that reads a passage beside a tag: a catalogue name or a folder; empty: the one that is shipped.</source>
   <translation>Das Modell, das eine Stelle neben einem Schlagwort liest: ein Name aus dem Katalog oder ein Ordner; leer: das mitgelieferte.</translation>
  </message>
  <message>
   <source>The model that reads them: a catalogue name, a folder, or “shipped”; empty: the shipped one, where it helps.</source>
   <translation>Das Modell, das sie liest: ein Name aus dem Katalog, ein Ordner oder „shipped“; leer: das mitgelieferte, wo es hilft.</translation>
  </message>
  <message>
   <source>The model that turns passages into meaning: a catalogue name or a folder.</source>
   <translation>Das Modell, das aus Textstellen Sinn macht: ein Name aus dem Katalog oder ein Ordner.</translation>
  </message>
  <message>
   <source>The model {name} cannot be loaded: {reason}</source>
   <translation>Das Modell {name} lässt sich nicht laden: {reason}</translation>
  </message>
  <message>
   <source>The model {name} cannot run on “{device}”: {reason}</source>
   <translation>Das Modell {name} kann auf „{device}“ nicht laufen: {reason}</translation>
  </message>
  <message>
   <source>The model {name} is not on this machine.</source>
   <translation>Das Modell {name} ist nicht auf diesem Rechner.</translation>
  </message>
  <message>
   <source>The pages cannot be shown: {reason}.</source>
   <translation>Die Seiten lassen sich nicht zeigen: {reason}.</translation>
  </message>
  <message>
   <source>The picture cannot be shown: {reason}.</source>
   <translation>Das Bild lässt sich nicht zeigen: {reason}.</translation>
  </message>
  <message>
   <source>The process that understands documents stopped: {reason}</source>
   <translation>Der Prozess, der Dokumente versteht, ist stehen geblieben: {reason}</translation>
  </message>
  <message>
   <source>The remembered searches are gone.</source>
   <translation>Die gemerkten Suchen sind weg.</translation>
  </message>
  <message>
   <source>The rule “{name}” is at work.</source>
   <translation>Die Regel „{name}“ ist in Arbeit.</translation>
  </message>
  <message>
   <source>The rule “{name}” is removed.</source>
   <translation>Die Regel „{name}“ ist entfernt.</translation>
  </message>
  <message>
   <source>The rule “{rule}” leaves {name} alone.</source>
   <translation>Die Regel „{rule}“ lässt {name} in Ruhe.</translation>
  </message>
  <message>
   <source>The search did not work</source>
   <translation>Die Suche hat nicht geklappt</translation>
  </message>
  <message>
   <source>The search service could not be started: {error}.</source>
   <translation>Der Suchdienst ließ sich nicht starten: {error}.</translation>
  </message>
  <message>
   <source>The search service does not answer</source>
   <translation>Der Suchdienst antwortet nicht</translation>
  </message>
  <message>
   <source>The search service does not answer and cannot be ended ({which}).</source>
   <translation>Der Suchdienst antwortet nicht und lässt sich nicht beenden ({which}).</translation>
  </message>
  <message>
   <source>The search service is not running</source>
   <translation>Der Suchdienst läuft nicht</translation>
  </message>
  <message>
   <source>The search service is starting.</source>
   <translation>Der Suchdienst startet.</translation>
  </message>
  <message>
   <source>The search service stopped. Starting it again…</source>
   <translation>Der Suchdienst hat angehalten. Er wird wieder gestartet …</translation>
  </message>
  <message>
   <source>The second one says all that the first one says, and {words} more.</source>
   <translation>Die zweite sagt alles, was die erste sagt, und {words} mehr.</translation>
  </message>
  <message>
   <source>The setting “{name}” is one of {values}.</source>
   <translation>Die Einstellung „{name}“ ist eine von {values}.</translation>
  </message>
  <message>
   <source>The setting “{name}” must lie between {least} and {most}.</source>
   <translation>Die Einstellung „{name}“ muss zwischen {least} und {most} liegen.</translation>
  </message>
  <message>
   <source>The space is free again.</source>
   <translation>Der Platz ist wieder frei.</translation>
  </message>
  <message>
   <source>The tag</source>
   <translation>Das Schlagwort</translation>
  </message>
  <message>
   <source>The text that was read, and what it means</source>
   <translation>Der gelesene Text und was er meint</translation>
  </message>
  <message>
   <source>The topic is called by what is in it again.</source>
   <translation>Das Thema heißt wieder nach dem, was darin ist.</translation>
  </message>
  <message>
   <source>The topic is called “{name}” from now on.</source>
   <translation>Das Thema heißt von jetzt an „{name}“.</translation>
  </message>
  <message>
   <source>The window is one click away; Quit in its menu ends it.</source>
   <translation>Das Fenster ist einen Klick entfernt; „Beenden“ im Menü schließt es ganz.</translation>
  </message>
  <message>
   <source>Then</source>
   <translation>Dann</translation>
  </message>
  <message>
   <source>There are too few documents in this topic to part it.</source>
   <translation>In diesem Thema sind zu wenige Dokumente, um es zu teilen.</translation>
  </message>
  <message>
   <source>There are too few passages to tell. Add a folder first.</source>
   <translation>Es gibt zu wenige Textstellen. Fügen Sie zuerst einen Ordner hinzu.</translation>
  </message>
  <message>
   <source>There is a rule “{name}” again.</source>
   <translation>Die Regel „{name}“ gibt es wieder.</translation>
  </message>
  <message>
   <source>There is a rule “{name}” already.</source>
   <translation>Die Regel „{name}“ gibt es schon.</translation>
  </message>
  <message>
   <source>There is a tag “{name}” again.</source>
   <translation>Das Schlagwort „{name}“ gibt es wieder.</translation>
  </message>
  <message>
   <source>There is a tag “{name}” already.</source>
   <translation>Das Schlagwort „{name}“ gibt es schon.</translation>
  </message>
  <message>
   <source>There is no folder “{path}”.</source>
   <translation>Es gibt keinen Ordner „{path}“.</translation>
  </message>
  <message>
   <source>There is no model called “{name}”.</source>
   <translation>Es gibt kein Modell namens „{name}“.</translation>
  </message>
  <message>
   <source>There is no model folder at {path}.</source>
   <translation>Unter {path} liegt kein Modell.</translation>
  </message>
  <message>
   <source>There is no rule “{name}”.</source>
   <translation>Es gibt keine Regel „{name}“.</translation>
  </message>
  <message>
   <source>There is no tag “{name}”.</source>
   <translation>Es gibt kein Schlagwort „{name}“.</translation>
  </message>
  <message>
   <source>There is no text in them to compare.</source>
   <translation>In ihnen ist kein Text zum Vergleichen.</translation>
  </message>
  <message>
   <source>There is no text in this document.</source>
   <translation>In diesem Dokument ist kein Text.</translation>
  </message>
  <message>
   <source>There is no text in this file.</source>
   <translation>In dieser Datei ist kein Text.</translation>
  </message>
  <message>
   <source>There is no text to compare in one of them.</source>
   <translation>In einer von beiden ist kein Text zum Vergleichen.</translation>
  </message>
  <message>
   <source>There is no text to compare with.</source>
   <translation>Es gibt keinen Text zum Vergleichen.</translation>
  </message>
  <message>
   <source>There is no trash on its drive.</source>
   <translation>Auf ihrem Laufwerk gibt es keinen Papierkorb.</translation>
  </message>
  <message>
   <source>There is nothing to bring back.</source>
   <translation>Es gibt nichts zurückzuholen.</translation>
  </message>
  <message>
   <source>There is nothing to look for in this search.</source>
   <translation>In dieser Suche gibt es nichts zu suchen.</translation>
  </message>
  <message>
   <source>These are not the same</source>
   <translation>Die sind nicht gleich</translation>
  </message>
  <message>
   <source>These files hold the very same bytes.</source>
   <translation>Diese Dateien enthalten genau dieselben Bytes.</translation>
  </message>
  <message>
   <source>They are not grouped any more.</source>
   <translation>Sie stehen nicht mehr in einer Gruppe.</translation>
  </message>
  <message>
   <source>They are the same, byte for byte.</source>
   <translation>Sie sind Byte für Byte gleich.</translation>
  </message>
  <message>
   <source>They differ in {number} place: {first} only in the first one, {second} only in the second one.</source>
   <translation>Sie unterscheiden sich an {number} Stelle: {first} nur in der ersten, {second} nur in der zweiten.</translation>
  </message>
  <message>
   <source>They differ in {number} places: {first} only in the first one, {second} only in the second one.</source>
   <translation>Sie unterscheiden sich an {number} Stellen: {first} nur in der ersten, {second} nur in der zweiten.</translation>
  </message>
  <message>
   <source>They have no words in common in the same order.</source>
   <translation>Sie haben keine Wörter in derselben Reihenfolge gemeinsam.</translation>
  </message>
  <message>
   <source>They look alike, and say different things.</source>
   <translation>Sie sehen ähnlich aus, aber auf ihnen steht Verschiedenes.</translation>
  </message>
  <message>
   <source>They look different.</source>
   <translation>Sie sehen verschieden aus.</translation>
  </message>
  <message>
   <source>They look the same.</source>
   <translation>Sie sehen gleich aus.</translation>
  </message>
  <message>
   <source>They may be grouped again.</source>
   <translation>Sie können wieder in einer Gruppe stehen.</translation>
  </message>
  <message>
   <source>This cannot be compared now</source>
   <translation>Das lässt sich gerade nicht vergleichen</translation>
  </message>
  <message>
   <source>This desktop shows no tray: closing the window ends it.</source>
   <translation>Dieser Desktop zeigt keine Leiste für Symbole: Das Schließen des Fensters beendet es.</translation>
  </message>
  <message>
   <source>This document cannot be shown now</source>
   <translation>Dieses Dokument lässt sich gerade nicht zeigen</translation>
  </message>
  <message>
   <source>This folder cannot be read. Check who may open it.</source>
   <translation>Dieser Ordner ist nicht lesbar. Prüfen Sie, wer ihn öffnen darf.</translation>
  </message>
  <message>
   <source>This holds from the next start of Wherein on.</source>
   <translation>Das gilt vom nächsten Start von Wherein an.</translation>
  </message>
  <message>
   <source>This is the current version.</source>
   <translation>Dies ist die aktuelle Fassung.</translation>
  </message>
  <message>
   <source>This library was written by a newer Wherein (schema {theirs}, this one knows {ours}).</source>
   <translation>Diese Bibliothek hat ein neueres Wherein geschrieben (Schema {theirs}, dieses kennt {ours}).</translation>
  </message>
  <message>
   <source>This system has no keyring that could hold the key.</source>
   <translation>Dieses System hat keinen Schlüsselbund, der den Schlüssel aufheben könnte.</translation>
  </message>
  <message>
   <source>This system keeps such keys to itself. In its keyboard settings, let a key of your choice run: {command}</source>
   <translation>Dieses System behält solche Tasten für sich. Lassen Sie in seinen Tastatureinstellungen eine Taste Ihrer Wahl dies starten: {command}</translation>
  </message>
  <message>
   <source>This tag is only given by hand.</source>
   <translation>Dieses Schlagwort wird nur von Hand vergeben.</translation>
  </message>
  <message>
   <source>This topic is not there any more.</source>
   <translation>Dieses Thema gibt es nicht mehr.</translation>
  </message>
  <message>
   <source>This topic is not there.</source>
   <translation>Dieses Thema gibt es nicht.</translation>
  </message>
  <message>
   <source>Topics</source>
   <translation>Themen</translation>
  </message>
  <message>
   <source>Topics are being looked for just now.</source>
   <translation>Es werden gerade Themen gesucht.</translation>
  </message>
  <message>
   <source>Topics cannot be shown</source>
   <translation>Die Themen lassen sich nicht zeigen</translation>
  </message>
  <message>
   <source>Tried again in {time}</source>
   <translation>Nächster Versuch: {time}</translation>
  </message>
  <message>
   <source>Tried again soon</source>
   <translation>Bald noch einmal versucht</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>Noch einmal versuchen</translation>
  </message>
  <message>
   <source>Try again after closing other programs.</source>
   <translation>Versuchen Sie es noch einmal, nachdem Sie andere Programme geschlossen haben.</translation>
  </message>
  <message>
   <source>Try again in a few seconds.</source>
   <translation>Versuchen Sie es in ein paar Sekunden noch einmal.</translation>
  </message>
  <message>
   <source>Try again in a minute.</source>
   <translation>Versuchen Sie es in einer Minute noch einmal.</translation>
  </message>
  <message>
   <source>Try again when the computer has less to do.</source>
   <translation>Versuchen Sie es noch einmal, wenn der Rechner weniger zu tun hat.</translation>
  </message>
  <message>
   <source>Try again: what was fetched so far is kept.</source>
   <translation>Versuchen Sie es noch einmal: Was schon geladen ist, bleibt.</translation>
  </message>
  <message>
   <source>Try all again</source>
   <translation>Alle noch einmal versuchen</translation>
  </message>
  <message>
   <source>Try it with examples first</source>
   <translation>Erst mit Beispielen ausprobieren</translation>
  </message>
  <message>
   <source>Try other words for it, or fewer of them.</source>
   <translation>Versuchen Sie andere Wörter oder weniger davon.</translation>
  </message>
  <message>
   <source>Trying {files} again.</source>
   <translation>{files} werden noch einmal gelesen.</translation>
  </message>
  <message>
   <source>Trying {name} again.</source>
   <translation>{name} wird noch einmal gelesen.</translation>
  </message>
  <message>
   <source>Turkish</source>
   <translation>Türkisch</translation>
  </message>
  <message>
   <source>Turns passages into meaning. Another one reads everything once, beside this one.</source>
   <translation>Macht aus Textstellen Sinn. Ein anderes liest alles einmal, neben diesem.</translation>
  </message>
  <message>
   <source>Two topics or more can be made one; groups cannot.</source>
   <translation>Zwei oder mehr Themen lassen sich zu einem machen, Gruppen nicht.</translation>
  </message>
  <message>
   <source>Type what you remember</source>
   <translation>Tippen Sie, woran Sie sich erinnern</translation>
  </message>
  <message>
   <source>Types</source>
   <translation>Arten</translation>
  </message>
  <message>
   <source>Ukrainian</source>
   <translation>Ukrainisch</translation>
  </message>
  <message>
   <source>Understanding everything with another model</source>
   <translation>Alles wird mit einem anderen Modell verstanden</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>Rückgängig</translation>
  </message>
  <message>
   <source>Unlock the keyring and start Wherein again. If the key is lost, delete the library's folder: your files are read again.</source>
   <translation>Entsperren Sie den Schlüsselbund und starten Sie Wherein neu. Ist der Schlüssel verloren, löschen Sie den Ordner der Bibliothek: Ihre Dateien werden neu gelesen.</translation>
  </message>
  <message>
   <source>Up to date</source>
   <translation>Auf dem neuesten Stand</translation>
  </message>
  <message>
   <source>Update Wherein, or choose another library with --library.</source>
   <translation>Aktualisieren Sie Wherein oder wählen Sie mit --library eine andere Bibliothek.</translation>
  </message>
  <message>
   <source>Use</source>
   <translation>Benutzen</translation>
  </message>
  <message>
   <source>Use another model first.</source>
   <translation>Benutzen Sie zuerst ein anderes Modell.</translation>
  </message>
  <message>
   <source>Versions</source>
   <translation>Fassungen</translation>
  </message>
  <message>
   <source>Video</source>
   <translation>Video</translation>
  </message>
  <message>
   <source>Wait until that is done.</source>
   <translation>Warten Sie, bis das fertig ist.</translation>
  </message>
  <message>
   <source>Wait while on battery</source>
   <translation>Auf Akku warten</translation>
  </message>
  <message>
   <source>Weak match</source>
   <translation>Schwacher Treffer</translation>
  </message>
  <message>
   <source>Web pages</source>
   <translation>Webseiten</translation>
  </message>
  <message>
   <source>What a model that takes instructions is told to look for; empty: its own default.</source>
   <translation>Was einem Modell, das Anweisungen annimmt, gesagt wird; leer: seine eigene Vorgabe.</translation>
  </message>
  <message>
   <source>What are such documents about? “Bills and receipts with an amount to pay”</source>
   <translation>Wovon handeln solche Dokumente? „Rechnungen und Quittungen mit einem Betrag“</translation>
  </message>
  <message>
   <source>What are you looking for?</source>
   <translation>Was suchen Sie?</translation>
  </message>
  <message>
   <source>What are your documents about?</source>
   <translation>Wovon handeln Ihre Dokumente?</translation>
  </message>
  <message>
   <source>What did you write, read or keep?</source>
   <translation>Was haben Sie geschrieben, gelesen, aufgehoben?</translation>
  </message>
  <message>
   <source>What do you want to do?</source>
   <translation>Was möchten Sie tun?</translation>
  </message>
  <message>
   <source>What is in the archive</source>
   <translation>Was im Archiv ist</translation>
  </message>
  <message>
   <source>What is kept, and where</source>
   <translation>Was aufgehoben wird, und wo</translation>
  </message>
  <message>
   <source>What is left out by itself</source>
   <translation>Was von selbst ausgelassen wird</translation>
  </message>
  <message>
   <source>What is like it?</source>
   <translation>Was ist ähnlich?</translation>
  </message>
  <message>
   <source>What is not sure stays blank. Tag a few documents by hand (Ctrl+T in the results): from five on, Wherein learns from them what the tag means.</source>
   <translation>Was nicht sicher ist, bleibt leer. Versehen Sie ein paar Dokumente von Hand mit dem Schlagwort (Strg+T in den Ergebnissen): Ab fünf lernt Wherein daraus, was es bedeutet.</translation>
  </message>
  <message>
   <source>What is read</source>
   <translation>Was gelesen wird</translation>
  </message>
  <message>
   <source>What is similar is found by what documents say.</source>
   <translation>Was ähnlich ist, zeigt sich daran, was Dokumente sagen.</translation>
  </message>
  <message>
   <source>What it looks for</source>
   <translation>Wonach es sucht</translation>
  </message>
  <message>
   <source>What smaller ones cost</source>
   <translation>Was kleinere kosten</translation>
  </message>
  <message>
   <source>What some documents mean is still being worked out.</source>
   <translation>Was manche Dokumente bedeuten, wird noch ermittelt.</translation>
  </message>
  <message>
   <source>What such documents are about</source>
   <translation>Wovon solche Dokumente handeln</translation>
  </message>
  <message>
   <source>What such documents are about, in plain words</source>
   <translation>Wovon solche Dokumente handeln, in einfachen Worten</translation>
  </message>
  <message>
   <source>What the documents mean is still being worked out; results get better by themselves.</source>
   <translation>Was die Dokumente meinen, wird noch ermittelt; die Ergebnisse werden von selbst besser.</translation>
  </message>
  <message>
   <source>What the rule does</source>
   <translation>Was die Regel tut</translation>
  </message>
  <message>
   <source>What this window remembers: its sizes, keys, last searches</source>
   <translation>Was sich dieses Fenster merkt: Größen, Tasten, letzte Suchen</translation>
  </message>
  <message>
   <source>What was read has too little in common. With more documents there will be topics.</source>
   <translation>Das Gelesene hat zu wenig gemeinsam. Mit mehr Dokumenten wird es Themen geben.</translation>
  </message>
  <message>
   <source>What was searched for</source>
   <translation>Wonach gesucht wurde</translation>
  </message>
  <message>
   <source>When long work ends, or a saved search finds something new, while the window is not in front.</source>
   <translation>Wenn lange Arbeit endet oder eine behaltene Suche Neues findet, während das Fenster nicht vorn ist.</translation>
  </message>
  <message>
   <source>Where models run: auto, cpu, cuda or mps.</source>
   <translation>Wo Modelle laufen: auto, cpu, cuda oder mps.</translation>
  </message>
  <message>
   <source>Wherein can find out what your documents are about, name it, and draw a map of it. It takes a moment, and happens beside everything else.</source>
   <translation>Wherein kann herausfinden, wovon Ihre Dokumente handeln, es benennen und eine Karte davon zeichnen. Das dauert einen Augenblick und geschieht neben allem anderen.</translation>
  </message>
  <message>
   <source>Wherein finds what is in the folders that you add.</source>
   <translation>Wherein findet, was in den Ordnern liegt, die Sie hinzufügen.</translation>
  </message>
  <message>
   <source>Wherein finds your documents by what you remember of them. Choose a folder: its files can be found by name at once, then by their words, then by what they mean. Everything stays on this computer.</source>
   <translation>Wherein findet Ihre Dokumente nach dem, woran Sie sich erinnern. Wählen Sie einen Ordner: Seine Dateien sind sofort nach ihrem Namen zu finden, dann nach ihren Wörtern, dann nach ihrem Sinn. Alles bleibt auf diesem Rechner.</translation>
  </message>
  <message>
   <source>Wherein has no reader for this kind of file</source>
   <translation>Wherein kann diese Art von Datei nicht lesen</translation>
  </message>
  <message>
   <source>Wherein is being closed.</source>
   <translation>Wherein wird geschlossen.</translation>
  </message>
  <message>
   <source>Wherein's own reader of tags</source>
   <translation>Whereins eigener Schlagwortleser</translation>
  </message>
  <message>
   <source>Wherein's own reranker</source>
   <translation>Whereins eigener Zweitleser</translation>
  </message>
  <message>
   <source>Which copy stays</source>
   <translation>Welche Kopie bleibt</translation>
  </message>
  <message>
   <source>Which file stays</source>
   <translation>Welche Datei bleibt</translation>
  </message>
  <message>
   <source>Which of several copies stays, rules in order: original, oldest, newest, largest, smallest, short-name, long-name, deep, high, folder:PATH, not:PATH, type:NAME.</source>
   <translation>Welche von mehreren Kopien bleibt, Regeln der Reihe nach: original, oldest, newest, largest, smallest, short-name, long-name, deep, high, folder:PFAD, not:PFAD, type:NAME.</translation>
  </message>
  <message>
   <source>Why was it found?</source>
   <translation>Warum wurde es gefunden?</translation>
  </message>
  <message>
   <source>Window</source>
   <translation>Fenster</translation>
  </message>
  <message>
   <source>With a key that this system's keyring holds. Everything is written anew, and the indexes are kept in memory: words are found a little later after each start.</source>
   <translation>Mit einem Schlüssel, den der Schlüsselbund dieses Systems hält. Alles wird neu geschrieben, und die Indizes bleiben im Speicher: Wörter werden nach jedem Start etwas später gefunden.</translation>
  </message>
  <message>
   <source>With its icon; and a folder can then be opened with Wherein, to search in it.</source>
   <translation>Mit seinem Symbol; ein Ordner lässt sich dann mit Wherein öffnen, um darin zu suchen.</translation>
  </message>
  <message>
   <source>With what they say</source>
   <translation>Mit dem, was sie sagen</translation>
  </message>
  <message>
   <source>Words</source>
   <translation>Wörter</translation>
  </message>
  <message>
   <source>Works only with program code of its authors: {files}. It is not run unless you allow it.</source>
   <translation>Geht nur mit Programmcode seiner Autoren: {files}. Er läuft nur, wenn Sie ihn erlauben.</translation>
  </message>
  <message>
   <source>Writing a small household's papers…</source>
   <translation>Die Papiere eines kleinen Haushalts werden geschrieben …</translation>
  </message>
  <message>
   <source>Your documents and what was read of them are safe.</source>
   <translation>Ihre Dokumente und was von ihnen gelesen wurde sind sicher.</translation>
  </message>
  <message>
   <source>Your own tags</source>
   <translation>Ihre eigenen Schlagwörter</translation>
  </message>
  <message>
   <source>a date</source>
   <translation>ein Datum</translation>
  </message>
  <message>
   <source>a filter</source>
   <translation>einen Filter</translation>
  </message>
  <message>
   <source>a graph</source>
   <translation>ein Graph</translation>
  </message>
  <message>
   <source>a kind of file</source>
   <translation>eine Art von Datei</translation>
  </message>
  <message>
   <source>about {number} h</source>
   <translation>etwa {number} Std.</translation>
  </message>
  <message>
   <source>about {number} min</source>
   <translation>etwa {number} Min.</translation>
  </message>
  <message>
   <source>after the words</source>
   <translation>nach den Wörtern</translation>
  </message>
  <message>
   <source>agreements that were signed, with rights and duties of both sides</source>
   <translation>unterschriebene Vereinbarungen mit Rechten und Pflichten beider Seiten</translation>
  </message>
  <message>
   <source>all compared</source>
   <translation>alle verglichen</translation>
  </message>
  <message>
   <source>and like</source>
   <translation>und wie</translation>
  </message>
  <message>
   <source>and {number} more</source>
   <translation>und {number} weitere</translation>
  </message>
  <message>
   <source>another name of the same file</source>
   <translation>anderer Name derselben Datei</translation>
  </message>
  <message>
   <source>away from {name}</source>
   <translation>weg von {name}</translation>
  </message>
  <message>
   <source>better and slower</source>
   <translation>besser und langsamer</translation>
  </message>
  <message>
   <source>bills and receipts with an amount to pay</source>
   <translation>Rechnungen und Quittungen mit einem Betrag</translation>
  </message>
  <message>
   <source>by hand</source>
   <translation>von Hand</translation>
  </message>
  <message>
   <source>by its name</source>
   <translation>nach seinem Namen</translation>
  </message>
  <message>
   <source>by itself</source>
   <translation>von selbst</translation>
  </message>
  <message>
   <source>by the date in its name</source>
   <translation>nach dem Datum in seinem Namen</translation>
  </message>
  <message>
   <source>by the number in its name</source>
   <translation>nach der Nummer in seinem Namen</translation>
  </message>
  <message>
   <source>by words only for now</source>
   <translation>vorerst nur nach Wörtern</translation>
  </message>
  <message>
   <source>by {author}</source>
   <translation>von {author}</translation>
  </message>
  <message numerus="yes">
   <source>byte</source>
   <translation>
    <numerusform>Byte</numerusform>
    <numerusform>Bytes</numerusform>
   </translation>
  </message>
  <message>
   <source>changed last</source>
   <translation>zuletzt geändert</translation>
  </message>
  <message>
   <source>changed {date}</source>
   <translation>geändert {date}</translation>
  </message>
  <message>
   <source>comes with Wherein</source>
   <translation>kommt mit Wherein</translation>
  </message>
  <message numerus="yes">
   <source>copy</source>
   <translation>
    <numerusform>Kopie</numerusform>
    <numerusform>Kopien</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>copy or version</source>
   <translation>
    <numerusform>Kopie oder Fassung</numerusform>
    <numerusform>Kopien und Fassungen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>copy or version of it</source>
   <translation>
    <numerusform>Kopie oder Fassung davon</numerusform>
    <numerusform>Kopien oder Fassungen davon</numerusform>
   </translation>
  </message>
  <message>
   <source>could not be read: found by its name</source>
   <translation>nicht lesbar: nach dem Namen gefunden</translation>
  </message>
  <message>
   <source>current</source>
   <translation>aktuell</translation>
  </message>
  <message>
   <source>current: {name}</source>
   <translation>aktuell: {name}</translation>
  </message>
  <message>
   <source>d MMM</source>
   <translation>d. MMM</translation>
  </message>
  <message>
   <source>d MMM yyyy</source>
   <translation>d. MMM yyyy</translation>
  </message>
  <message>
   <source>dated {date}</source>
   <translation>vom {date}</translation>
  </message>
  <message>
   <source>dddd, d MMMM yyyy, HH:mm</source>
   <translation>dddd, d. MMMM yyyy, HH:mm</translation>
  </message>
  <message numerus="yes">
   <source>decision</source>
   <translation>
    <numerusform>Entscheidung</numerusform>
    <numerusform>Entscheidungen</numerusform>
   </translation>
  </message>
  <message>
   <source>doctors, medicine, treatment and insurance for it</source>
   <translation>Ärzte, Arzneien, Behandlung und Versicherung dafür</translation>
  </message>
  <message numerus="yes">
   <source>document</source>
   <translation>
    <numerusform>Dokument</numerusform>
    <numerusform>Dokumente</numerusform>
   </translation>
  </message>
  <message>
   <source>does a statement follow from a text</source>
   <translation>folgt eine Aussage aus einem Text</translation>
  </message>
  <message numerus="yes">
   <source>file</source>
   <translation>
    <numerusform>Datei</numerusform>
    <numerusform>Dateien</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>folder</source>
   <translation>
    <numerusform>Ordner</numerusform>
    <numerusform>Ordner</numerusform>
   </translation>
  </message>
  <message>
   <source>from {percent} on</source>
   <translation>ab {percent}</translation>
  </message>
  <message>
   <source>guide.md</source>
   <translation>guide_de.md</translation>
  </message>
  <message>
   <source>how to cook or bake something, with ingredients</source>
   <translation>wie man etwas kocht oder backt, mit Zutaten</translation>
  </message>
  <message>
   <source>in a folder “{name}”</source>
   <translation>in einem Ordner „{name}“</translation>
  </message>
  <message>
   <source>in the language {name}</source>
   <translation>in der Sprache {name}</translation>
  </message>
  <message>
   <source>in the topic “{name}”</source>
   <translation>im Thema „{name}“</translation>
  </message>
  <message>
   <source>in use</source>
   <translation>in Gebrauch</translation>
  </message>
  <message>
   <source>is read again soon</source>
   <translation>wird bald noch einmal gelesen</translation>
  </message>
  <message>
   <source>it is damaged</source>
   <translation>sie ist beschädigt</translation>
  </message>
  <message>
   <source>it is damaged, or not what its name says</source>
   <translation>sie ist beschädigt oder nicht, was ihr Name sagt</translation>
  </message>
  <message>
   <source>it is larger than the limit</source>
   <translation>sie ist größer als die Grenze</translation>
  </message>
  <message>
   <source>it is locked with a password</source>
   <translation>sie ist mit einem Passwort geschützt</translation>
  </message>
  <message>
   <source>it is not on this computer, only in the cloud</source>
   <translation>sie ist nicht auf diesem Rechner, nur in der Cloud</translation>
  </message>
  <message>
   <source>it is too large to show</source>
   <translation>es ist zu groß, um es zu zeigen</translation>
  </message>
  <message>
   <source>it is very long, so only its beginning was read</source>
   <translation>sie ist sehr lang, darum wurde nur ihr Anfang gelesen</translation>
  </message>
  <message>
   <source>it unpacks to a size without measure</source>
   <translation>entpackt wird sie maßlos groß</translation>
  </message>
  <message>
   <source>it was being written to</source>
   <translation>es wurde gerade in sie geschrieben</translation>
  </message>
  <message>
   <source>it was gone before it could be read</source>
   <translation>sie war fort, bevor sie gelesen werden konnte</translation>
  </message>
  <message>
   <source>its drive is away</source>
   <translation>ihr Laufwerk ist nicht da</translation>
  </message>
  <message>
   <source>its format is not known here</source>
   <translation>sein Format ist hier nicht bekannt</translation>
  </message>
  <message>
   <source>its meaning</source>
   <translation>seinem Sinn</translation>
  </message>
  <message>
   <source>its name</source>
   <translation>seinem Namen</translation>
  </message>
  <message>
   <source>its words</source>
   <translation>seinen Wörtern</translation>
  </message>
  <message>
   <source>its words and each token</source>
   <translation>seine Wörter und jedes Token</translation>
  </message>
  <message>
   <source>less than a minute</source>
   <translation>weniger als eine Minute</translation>
  </message>
  <message>
   <source>licence not stated</source>
   <translation>Lizenz nicht angegeben</translation>
  </message>
  <message>
   <source>like its examples</source>
   <translation>wie ihre Beispiele</translation>
  </message>
  <message>
   <source>like {name}</source>
   <translation>wie {name}</translation>
  </message>
  <message>
   <source>lists</source>
   <translation>Listen</translation>
  </message>
  <message>
   <source>long texts</source>
   <translation>lange Texte</translation>
  </message>
  <message>
   <source>made for search</source>
   <translation>fürs Suchen gemacht</translation>
  </message>
  <message>
   <source>many languages</source>
   <translation>viele Sprachen</translation>
  </message>
  <message>
   <source>meaning of “{text}”</source>
   <translation>Sinn von „{text}“</translation>
  </message>
  <message numerus="yes">
   <source>more passage</source>
   <translation>
    <numerusform>weitere Stelle</numerusform>
    <numerusform>weitere Stellen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>new document</source>
   <translation>
    <numerusform>neues Dokument</numerusform>
    <numerusform>neue Dokumente</numerusform>
   </translation>
  </message>
  <message>
   <source>new documents</source>
   <translation>neue Dokumente</translation>
  </message>
  <message>
   <source>no text so far; its pictures have not been looked at yet</source>
   <translation>noch kein Text; ihre Bilder wurden noch nicht angesehen</translation>
  </message>
  <message>
   <source>none</source>
   <translation>keine</translation>
  </message>
  <message>
   <source>none is here</source>
   <translation>keines ist hier</translation>
  </message>
  <message>
   <source>not for commercial use</source>
   <translation>nicht für gewerblichen Gebrauch</translation>
  </message>
  <message>
   <source>not in a folder “{name}”</source>
   <translation>nicht in einem Ordner „{name}“</translation>
  </message>
  <message>
   <source>not of type {kind}</source>
   <translation>nicht von der Art {kind}</translation>
  </message>
  <message>
   <source>not read yet: found by its name</source>
   <translation>noch nicht gelesen: nach dem Namen gefunden</translation>
  </message>
  <message>
   <source>not tagged {tag}</source>
   <translation>ohne Schlagwort {tag}</translation>
  </message>
  <message>
   <source>not {label}</source>
   <translation>nicht {label}</translation>
  </message>
  <message>
   <source>of size {size}</source>
   <translation>von der Größe {size}</translation>
  </message>
  <message>
   <source>of type {kind}</source>
   <translation>von der Art {kind}</translation>
  </message>
  <message>
   <source>off</source>
   <translation>aus</translation>
  </message>
  <message>
   <source>only from 97% on</source>
   <translation>erst ab 97 %</translation>
  </message>
  <message>
   <source>only from 99% on</source>
   <translation>erst ab 99 %</translation>
  </message>
  <message>
   <source>only from {percent} on</source>
   <translation>erst ab {percent}</translation>
  </message>
  <message>
   <source>only partly read</source>
   <translation>nur zum Teil gelesen</translation>
  </message>
  <message>
   <source>organisation/name</source>
   <translation>organisation/name</translation>
  </message>
  <message>
   <source>p. {number}</source>
   <translation>S. {number}</translation>
  </message>
  <message numerus="yes">
   <source>page</source>
   <translation>
    <numerusform>Seite</numerusform>
    <numerusform>Seiten</numerusform>
   </translation>
  </message>
  <message>
   <source>part {number}</source>
   <translation>Teil {number}</translation>
  </message>
  <message numerus="yes">
   <source>path</source>
   <translation>
    <numerusform>Pfad</numerusform>
    <numerusform>Pfade</numerusform>
   </translation>
  </message>
  <message>
   <source>photos by what is in them</source>
   <translation>Fotos nach dem, was darauf ist</translation>
  </message>
  <message>
   <source>program code</source>
   <translation>Programmcode</translation>
  </message>
  <message>
   <source>quick</source>
   <translation>schnell</translation>
  </message>
  <message>
   <source>reading it needed too much memory</source>
   <translation>sie zu lesen brauchte zu viel Speicher</translation>
  </message>
  <message>
   <source>reading it took too long</source>
   <translation>sie zu lesen dauerte zu lange</translation>
  </message>
  <message>
   <source>reads {count} tokens</source>
   <translation>liest {count} Token</translation>
  </message>
  <message>
   <source>ready</source>
   <translation>fertig</translation>
  </message>
  <message>
   <source>runs on: {device}</source>
   <translation>läuft auf: {device}</translation>
  </message>
  <message numerus="yes">
   <source>search</source>
   <translation>
    <numerusform>Suche</numerusform>
    <numerusform>Suchen</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>sheet</source>
   <translation>
    <numerusform>Blatt</numerusform>
    <numerusform>Blätter</numerusform>
   </translation>
  </message>
  <message>
   <source>sheet {name}</source>
   <translation>Blatt {name}</translation>
  </message>
  <message>
   <source>short codes</source>
   <translation>kurze Codes</translation>
  </message>
  <message>
   <source>short texts</source>
   <translation>kurze Texte</translation>
  </message>
  <message>
   <source>short vectors</source>
   <translation>kurze Vektoren</translation>
  </message>
  <message numerus="yes">
   <source>slide</source>
   <translation>
    <numerusform>Folie</numerusform>
    <numerusform>Folien</numerusform>
   </translation>
  </message>
  <message>
   <source>slide {number}</source>
   <translation>Folie {number}</translation>
  </message>
  <message>
   <source>slow</source>
   <translation>langsam</translation>
  </message>
  <message>
   <source>small</source>
   <translation>klein</translation>
  </message>
  <message numerus="yes">
   <source>suggestion</source>
   <translation>
    <numerusform>Vorschlag</numerusform>
    <numerusform>Vorschläge</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <source>tagged document</source>
   <translation>
    <numerusform>Dokument mit Schlagwort</numerusform>
    <numerusform>Dokumente mit Schlagwort</numerusform>
   </translation>
  </message>
  <message>
   <source>tagged {tags}</source>
   <translation>mit {tags}</translation>
  </message>
  <message>
   <source>tagged {tag}</source>
   <translation>mit Schlagwort {tag}</translation>
  </message>
  <message>
   <source>text in pictures is read last</source>
   <translation>Text in Bildern wird zuletzt gelesen</translation>
  </message>
  <message>
   <source>the folder “{folder}” is suggested</source>
   <translation>der Ordner „{folder}“ wird vorgeschlagen</translation>
  </message>
  <message>
   <source>the others are marked as old or draft</source>
   <translation>die anderen sind als alt oder Entwurf bezeichnet</translation>
  </message>
  <message>
   <source>the reader stopped while it read this file</source>
   <translation>der Leser brach bei dieser Datei ab</translation>
  </message>
  <message>
   <source>the system did not let Wherein read it</source>
   <translation>das System ließ Wherein sie nicht lesen</translation>
  </message>
  <message>
   <source>the tag “{tag}” is suggested</source>
   <translation>das Schlagwort „{tag}“ wird vorgeschlagen</translation>
  </message>
  <message>
   <source>the whole</source>
   <translation>das Ganze</translation>
  </message>
  <message>
   <source>there is no text in it</source>
   <translation>es ist kein Text darin</translation>
  </message>
  <message>
   <source>this is the current one</source>
   <translation>dies ist die aktuelle</translation>
  </message>
  <message>
   <source>to {name}</source>
   <translation>zu {name}</translation>
  </message>
  <message>
   <source>today {time}</source>
   <translation>heute {time}</translation>
  </message>
  <message>
   <source>told what to look for</source>
   <translation>bekommt gesagt, wonach es sucht</translation>
  </message>
  <message numerus="yes">
   <source>topic</source>
   <translation>
    <numerusform>Thema</numerusform>
    <numerusform>Themen</numerusform>
   </translation>
  </message>
  <message>
   <source>towards {name}</source>
   <translation>hin zu {name}</translation>
  </message>
  <message>
   <source>trained on this machine</source>
   <translation>auf diesem Rechner trainiert</translation>
  </message>
  <message>
   <source>unknown</source>
   <translation>unbekannt</translation>
  </message>
  <message>
   <source>unlike {name}</source>
   <translation>anders als {name}</translation>
  </message>
  <message numerus="yes">
   <source>version</source>
   <translation>
    <numerusform>Fassung</numerusform>
    <numerusform>Fassungen</numerusform>
   </translation>
  </message>
  <message>
   <source>wants a large graphics card</source>
   <translation>will eine große Grafikkarte</translation>
  </message>
  <message numerus="yes">
   <source>weaker match</source>
   <translation>
    <numerusform>schwächerer Treffer</numerusform>
    <numerusform>schwächere Treffer</numerusform>
   </translation>
  </message>
  <message>
   <source>what your tags are about</source>
   <translation>wovon Ihre Schlagwörter handeln</translation>
  </message>
  <message>
   <source>where it is sure enough</source>
   <translation>wo es sicher genug ist</translation>
  </message>
  <message>
   <source>without “{words}”</source>
   <translation>ohne „{words}“</translation>
  </message>
  <message>
   <source>words {words}</source>
   <translation>Wörter {words}</translation>
  </message>
  <message>
   <source>yesterday</source>
   <translation>gestern</translation>
  </message>
  <message>
   <source>you are told of new ones</source>
   <translation>neue werden gemeldet</translation>
  </message>
  <message>
   <source>{copies} elsewhere</source>
   <translation>{copies} anderswo</translation>
  </message>
  <message>
   <source>{copies} not listed</source>
   <translation>{copies} nicht aufgelistet</translation>
  </message>
  <message>
   <source>{copies} of it not listed: {names}</source>
   <translation>{copies} davon nicht aufgeführt: {names}</translation>
  </message>
  <message>
   <source>{count} numbers a passage</source>
   <translation>{count} Zahlen je Stelle</translation>
  </message>
  <message>
   <source>{count} passages of {model}, {size}</source>
   <translation>{count} Stellen von {model}, {size}</translation>
  </message>
  <message>
   <source>{count} passages understood, {size}</source>
   <translation>{count} Stellen verstanden, {size}</translation>
  </message>
  <message>
   <source>{documents} in {topics}</source>
   <translation>{documents} in {topics}</translation>
  </message>
  <message>
   <source>{documents} ready</source>
   <translation>{documents} bereit</translation>
  </message>
  <message>
   <source>{documents} still to be compared</source>
   <translation>{documents} noch zu vergleichen</translation>
  </message>
  <message>
   <source>{documents} tagged “{tag}”.</source>
   <translation>{documents} mit „{tag}“ versehen.</translation>
  </message>
  <message>
   <source>{done} of {total}</source>
   <translation>{done} von {total}</translation>
  </message>
  <message>
   <source>{done} of {total} MB</source>
   <translation>{done} von {total} MB</translation>
  </message>
  <message>
   <source>{done} of {total} passages understood. Until then, {model} searches.</source>
   <translation>{done} von {total} Stellen verstanden. Bis dahin sucht {model}.</translation>
  </message>
  <message>
   <source>{files} back in place.</source>
   <translation>{files} wieder an ihrem Platz.</translation>
  </message>
  <message>
   <source>{files} copied.</source>
   <translation>{files} kopiert.</translation>
  </message>
  <message>
   <source>{files} in {folders}.
A sentence, a word, part of a name: whatever you remember.</source>
   <translation>{files} in {folders}.
Ein Satz, ein Wort, ein Stück vom Namen: woran auch immer Sie sich erinnern.</translation>
  </message>
  <message>
   <source>{files} moved to the trash.</source>
   <translation>{files} im Papierkorb.</translation>
  </message>
  <message>
   <source>{files} not read</source>
   <translation>{files} nicht gelesen</translation>
  </message>
  <message>
   <source>{files} not wholly read</source>
   <translation>{files} nicht ganz gelesen</translation>
  </message>
  <message>
   <source>{files} stayed.</source>
   <translation>{files} blieben.</translation>
  </message>
  <message>
   <source>{files} still wait to be read.</source>
   <translation>{files} warten noch darauf, gelesen zu werden.</translation>
  </message>
  <message>
   <source>{files} · {size} could be freed</source>
   <translation>{files} · {size} könnten frei werden</translation>
  </message>
  <message>
   <source>{files}, revision {revision}. It runs with your rights, in the process that understands documents. Wherein does not know what it does. Other code, or another revision, asks again.</source>
   <translation>{files}, Revision {revision}. Er läuft mit Ihren Rechten in dem Prozess, der Dokumente versteht. Wherein weiß nicht, was er tut. Bei anderem Code oder einer anderen Revision wird neu gefragt.</translation>
  </message>
  <message>
   <source>{key} belonged to “{title}”, which has no such key now.</source>
   <translation>{key} gehörte zu „{title}“, das diese Taste jetzt nicht mehr hat.</translation>
  </message>
  <message>
   <source>{label}: none here</source>
   <translation>{label}: hier keine</translation>
  </message>
  <message>
   <source>{many} accepted.</source>
   <translation>{many} angenommen.</translation>
  </message>
  <message>
   <source>{many} for the rule “{rule}”</source>
   <translation>{many} für die Regel „{rule}“</translation>
  </message>
  <message>
   <source>{many} of one document</source>
   <translation>{many} eines Dokuments</translation>
  </message>
  <message>
   <source>{many} refused.</source>
   <translation>{many} abgelehnt.</translation>
  </message>
  <message>
   <source>{match}: found by {evidence}</source>
   <translation>{match}: gefunden nach {evidence}</translation>
  </message>
  <message>
   <source>{name} arrived damaged and was thrown away.</source>
   <translation>{name} kam beschädigt an und wurde verworfen.</translation>
  </message>
  <message>
   <source>{name} is in use.</source>
   <translation>{name} wird benutzt.</translation>
  </message>
  <message>
   <source>{name} is moved to {folder}.</source>
   <translation>{name} liegt jetzt in {folder}.</translation>
  </message>
  <message>
   <source>{name} is no longer on this computer. It can be downloaded again.</source>
   <translation>{name} ist nicht mehr auf diesem Rechner. Es lässt sich wieder laden.</translation>
  </message>
  <message>
   <source>{name} is no longer searched. Its files are untouched.</source>
   <translation>{name} wird nicht mehr durchsucht. Die Dateien darin bleiben unberührt.</translation>
  </message>
  <message>
   <source>{name} is not fetched: {reason}.</source>
   <translation>{name} wird nicht geladen: {reason}.</translation>
  </message>
  <message>
   <source>{name} is not on this machine.</source>
   <translation>{name} ist nicht auf diesem Rechner.</translation>
  </message>
  <message>
   <source>{name} is not there any more.</source>
   <translation>{name} ist nicht mehr da.</translation>
  </message>
  <message>
   <source>{name} is paused. What was read can be searched.</source>
   <translation>{name} ist angehalten. Gelesenes lässt sich durchsuchen.</translation>
  </message>
  <message>
   <source>{name} is read again.</source>
   <translation>{name} wird wieder gelesen.</translation>
  </message>
  <message>
   <source>{name} is seen.</source>
   <translation>{name} ist gesehen.</translation>
  </message>
  <message>
   <source>{name} is tagged “{tag}”.</source>
   <translation>{name} trägt jetzt „{tag}“.</translation>
  </message>
  <message>
   <source>{name} works only with program code of its authors, which nobody has allowed to run.</source>
   <translation>{name} arbeitet nur mit Programmcode seiner Verfasser, den niemand erlaubt hat.</translation>
  </message>
  <message>
   <source>{name}: {before} before, {after} after</source>
   <translation>{name}: {before} vorher, {after} nachher</translation>
  </message>
  <message>
   <source>{number} filters</source>
   <translation>{number} Filter</translation>
  </message>
  <message>
   <source>{number} found</source>
   <translation>{number} gefunden</translation>
  </message>
  <message>
   <source>{number} languages</source>
   <translation>{number} Sprachen</translation>
  </message>
  <message>
   <source>{number} more</source>
   <translation>{number} weitere</translation>
  </message>
  <message>
   <source>{number} new</source>
   <translation>{number} neu</translation>
  </message>
  <message>
   <source>{number} not read</source>
   <translation>{number} nicht gelesen</translation>
  </message>
  <message>
   <source>{number} not wholly read</source>
   <translation>{number} nicht ganz gelesen</translation>
  </message>
  <message>
   <source>{number} of them in part</source>
   <translation>{number} davon zum Teil</translation>
  </message>
  <message>
   <source>{number} passages match; click to go to one</source>
   <translation>{number} Stellen passen; ein Klick führt hin</translation>
  </message>
  <message>
   <source>{number} read</source>
   <translation>{number} gelesen</translation>
  </message>
  <message>
   <source>{number} topics are one now.</source>
   <translation>{number} Themen sind jetzt eines.</translation>
  </message>
  <message>
   <source>{number} waiting</source>
   <translation>{number} warten</translation>
  </message>
  <message>
   <source>{number}%</source>
   <translation>{number} %</translation>
  </message>
  <message>
   <source>{of} files</source>
   <translation>{of} Dateien</translation>
  </message>
  <message>
   <source>{of} passages</source>
   <translation>{of} Textstellen</translation>
  </message>
  <message>
   <source>{paths} copied.</source>
   <translation>{paths} kopiert.</translation>
  </message>
  <message>
   <source>{path} cannot be read: {reason}.</source>
   <translation>{path} lässt sich nicht lesen: {reason}.</translation>
  </message>
  <message>
   <source>{path} cannot be removed: {reason}.</source>
   <translation>{path} lässt sich nicht entfernen: {reason}.</translation>
  </message>
  <message>
   <source>{percent} sure</source>
   <translation>zu {percent} sicher</translation>
  </message>
  <message>
   <source>{program} could not be started: {reason}.</source>
   <translation>{program} ließ sich nicht starten: {reason}.</translation>
  </message>
  <message>
   <source>{said}, {number} in none</source>
   <translation>{said}, {number} in keinem</translation>
  </message>
  <message>
   <source>{searches} with a result that you wanted, {documents}</source>
   <translation>{searches} mit einem gewollten Ergebnis, {documents}</translation>
  </message>
  <message>
   <source>{share} alike</source>
   <translation>zu {share} gleich</translation>
  </message>
  <message>
   <source>{size} are freed once the trash is emptied</source>
   <translation>{size} werden frei, sobald der Papierkorb geleert ist</translation>
  </message>
  <message>
   <source>{size} are taken by second copies of the same file</source>
   <translation>{size} belegen zweite Kopien derselben Datei</translation>
  </message>
  <message>
   <source>{size} of memory</source>
   <translation>{size} Arbeitsspeicher</translation>
  </message>
  <message>
   <source>{size} to download</source>
   <translation>{size} zu laden</translation>
  </message>
  <message>
   <source>{tags} taken off</source>
   <translation>{tags} weggenommen</translation>
  </message>
  <message>
   <source>{there}. About {least} are needed.</source>
   <translation>{there}. Etwa {least} werden gebraucht.</translation>
  </message>
  <message>
   <source>{time} left</source>
   <translation>noch {time}</translation>
  </message>
  <message>
   <source>{tokens} tokens a second, {passages} passages; a query in {milliseconds:.1f} ms</source>
   <translation>{tokens} Token je Sekunde, {passages} Stellen; eine Anfrage in {milliseconds:.1f} ms</translation>
  </message>
  <message>
   <source>“{line}” is not a pattern that can be used: {error}.</source>
   <translation>„{line}“ ist kein brauchbares Muster: {error}.</translation>
  </message>
  <message>
   <source>“{name}” cannot be the name of a rule.</source>
   <translation>„{name}“ kann keine Regel heißen.</translation>
  </message>
  <message>
   <source>“{name}” cannot be the name of a tag.</source>
   <translation>„{name}“ kann kein Schlagwort heißen.</translation>
  </message>
  <message>
   <source>“{name}” is not read yet</source>
   <translation>„{name}“ ist noch nicht gelesen</translation>
  </message>
  <message>
   <source>“{old}” is called “{new}” from now on.</source>
   <translation>„{old}“ heißt von jetzt an „{new}“.</translation>
  </message>
  <message>
   <source>“{path}” cannot be compared with anything: {reason}</source>
   <translation>„{path}“ lässt sich mit nichts vergleichen: {reason}</translation>
  </message>
  <message>
   <source>“{path}” cannot be made private to you, so the window and the indexer cannot meet there.</source>
   <translation>„{path}“ lässt sich nicht für Sie allein absichern; das Fenster und der Suchdienst können sich dort nicht treffen.</translation>
  </message>
  <message>
   <source>“{path}” cannot be read: {reason}.</source>
   <translation>„{path}“ ist nicht lesbar: {reason}.</translation>
  </message>
  <message>
   <source>“{path}” could not be read: {reason}</source>
   <translation>„{path}“ war nicht lesbar: {reason}</translation>
  </message>
  <message>
   <source>“{path}” is a file, not a folder.</source>
   <translation>„{path}“ ist eine Datei, kein Ordner.</translation>
  </message>
  <message>
   <source>“{path}” is not a watched folder.</source>
   <translation>„{path}“ ist kein beobachteter Ordner.</translation>
  </message>
  <message>
   <source>“{path}” is not in the library, or was not read.</source>
   <translation>„{path}“ ist nicht in der Bibliothek oder wurde nicht gelesen.</translation>
  </message>
  <message>
   <source>“{path}” is not in the library.</source>
   <translation>„{path}“ ist nicht in der Bibliothek.</translation>
  </message>
  <message>
   <source>“{path}” is watched already, as part of “{whole}”.</source>
   <translation>„{path}“ wird schon beobachtet, als Teil von „{whole}“.</translation>
  </message>
  <message>
   <source>“{path}” is watched already.</source>
   <translation>„{path}“ wird schon beobachtet.</translation>
  </message>
  <message>
   <source>“{path}” was not moved: it is no file.</source>
   <translation>„{path}“ wurde nicht verschoben: Es ist keine Datei.</translation>
  </message>
  <message>
   <source>“{path}” was not moved: it is not there any more.</source>
   <translation>„{path}“ wurde nicht verschoben: Die Datei ist nicht mehr da.</translation>
  </message>
  <message>
   <source>“{path}” was not moved: there is a file of that name by now.</source>
   <translation>„{path}“ wurde nicht verschoben: Inzwischen gibt es eine Datei dieses Namens.</translation>
  </message>
  <message>
   <source>“{path}” was not moved: there is no folder “{folder}”.</source>
   <translation>„{path}“ wurde nicht verschoben: Es gibt keinen Ordner „{folder}“.</translation>
  </message>
  <message>
   <source>“{path}” was not moved: {reason}.</source>
   <translation>„{path}“ wurde nicht verschoben: {reason}.</translation>
  </message>
  <message>
   <source>“{path}” was not moved: “{folder}” has a file of that name.</source>
   <translation>„{path}“ wurde nicht verschoben: In „{folder}“ liegt schon eine Datei dieses Namens.</translation>
  </message>
  <message>
   <source>“{tag}” is not suggested for {name} any more.</source>
   <translation>„{tag}“ wird für {name} nicht mehr vorgeschlagen.</translation>
  </message>
  <message>
   <source>“{tag}” is removed.</source>
   <translation>„{tag}“ ist entfernt.</translation>
  </message>
  <message>
   <source>“{tag}” taken off {documents}.</source>
   <translation>„{tag}“ von {documents} genommen.</translation>
  </message>
  <message>
   <source>“{title}” is under way already.</source>
   <translation>„{title}“ läuft schon.</translation>
  </message>
  <message>
   <source>“{value}” does not fit the setting “{name}”: {error}.</source>
   <translation>„{value}“ passt nicht zur Einstellung „{name}“: {error}.</translation>
  </message>
  <message>
   <source>“{words}” is taken for {what}: press to look for the words instead</source>
   <translation>„{words}“ wird für {what} gehalten: drücken, um stattdessen nach den Wörtern zu suchen</translation>
  </message>
  <message>
   <source>“{words}” word for word</source>
   <translation>„{words}“ Wort für Wort</translation>
  </message>
 </context>
</TS>
