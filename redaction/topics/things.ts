import { HashFlags } from '../text/hash-flags.ts';
import { hashWord } from '../text/tokens.ts';
import { hashOf } from './hash.ts';
import type { TOPIC_LANGUAGES } from './topics.ts';

/**
 * Things of work of which the words of a topic are said, too (*the ticket was dismissed*, *the salary module fails*), each with its article. Where
 * one stands in a sentence and nobody is named, much more must be said before it is one about a person. Training makes clean sentences of them.
 */
export const THINGS: Readonly<Record<(typeof TOPIC_LANGUAGES)[number], string>> = {
  en: 'the server|the module|the field|the column|the table|the page|the port|the certificate|the release|the build|the ticket|the request|the parser|the theme|the screen|the tab|the menu|the button|the dashboard|the panel|the chart|the widget|the wiki|the importer|the export|the file|the database|the cluster|the node|the invoice|the shipment|the parcel|the pump|the tank|the machine|the printer|the sensor|the engine|the forklift|the warehouse|the deadline|the click|the query|the script|the endpoint|the pipeline|the deployment|the backup|the log|the memory|the disk|the network|the router|the browser|the app|the software|the code|the update|the installation|the configuration|the setting|the template|the label|the valve|the filter|the meeting|the agenda|the projector|the portal|the migration|the scheduler|the service|the form|the key|the command|the event|the image|the password|the import|the spreadsheet|the folder|the version|the interface|the leader election|the race condition|the payload|the layout|the contract test|the support queue',
  de: 'der Server|das Modul|das Feld|die Spalte|die Tabelle|die Seite|der Port|das Zertifikat|die Freigabe|das Ticket|die Anfrage|der Parser|das Farbschema|der Bildschirm|der Reiter|das Menü|die Schaltfläche|die Übersicht|das Diagramm|das Wiki|der Import|der Export|die Datei|die Datenbank|der Verbund|der Knoten|der Leitknoten|die Rechnung|die Lieferung|das Paket|die Pumpe|das Becken|die Maschine|der Drucker|der Sensor|der Motor|der Stapler|das Lager|der Stichtag|der Klick|die Abfrage|das Skript|die Pipeline|die Sicherung|das Protokoll|der Speicher|die Festplatte|das Netz|der Router|der Browser|die Anwendung|die Software|der Code|das Update|die Installation|die Konfiguration|die Einstellung|die Vorlage|das Etikett|das Ventil|der Filter|die Besprechung|die Tagesordnung|der Beamer|das Portal|die Umstellung|der Planer|der Dienst|das Formular|die Maske|der Schlüssel|das Ereignis|das Bild|die Version|die Schnittstelle|der Vertragstest|der Wartungsvertrag|der Kühlraum|die Bearbeitung|die Eingabe|das Dokument|der Auftrag|die Konten',
  fr: "le serveur|le module|le champ|la colonne|le tableau|la page|le port|le certificat|la version|le ticket|la requête|le parseur|le thème|l'écran|l'onglet|le menu|le bouton|le graphique|le wiki|le fichier|la base|la grappe|le nœud|la facture|le colis|la pompe|la cuve|la machine|l'imprimante|le capteur|le moteur|le chariot|l'entrepôt|le délai|le clic|le script|la chaîne|le déploiement|la sauvegarde|le journal|la mémoire|le disque|le réseau|le routeur|le navigateur|l'application|le logiciel|le code|la mise à jour|l'installation|la configuration|le réglage|le modèle|l'étiquette|la vanne|le filtre|la réunion|l'ordre du jour|le projecteur|le portail|la migration|l'ordonnanceur|le service|le formulaire|la clé|l'événement|l'image|l'interface|l'export|l'envoi|la livraison|le document|le contrat de maintenance|le test de contrat|le calculateur|la chambre froide|la requête|la commande",
  es: 'el servidor|el módulo|el campo|la columna|la tabla|la página|el puerto|el certificado|la versión|el ticket|la incidencia|la petición|el analizador|el tema|la pantalla|la pestaña|el menú|el botón|el panel|el gráfico|la wiki|el fichero|el archivo|la base de datos|el clúster|el nodo|la factura|el envío|el paquete|la bomba|el tanque|la máquina|la impresora|el sensor|el motor|la carretilla|el almacén|el plazo|el clic|la consulta|el script|el despliegue|la copia|el registro|la memoria|el disco|la red|el router|el navegador|la aplicación|el software|el código|la actualización|la instalación|la configuración|el ajuste|la plantilla|la etiqueta|la válvula|el filtro|la reunión|el orden del día|el proyector|el portal|la migración|el planificador|el servicio|el formulario|la clave|el evento|la imagen|la interfaz|la exportación|el documento|el contrato de mantenimiento|la prueba de contrato|la cámara fría|el pedido|la comprobación|la dirección IP|el sistema',
  it: "il server|il modulo|il campo|la colonna|la tabella|la pagina|la porta|il certificato|la versione|il ticket|la segnalazione|la richiesta|il parser|il tema|lo schermo|la scheda|la schermata|il menu|il pulsante|il pannello|il grafico|il wiki|il file|il database|il cluster|il nodo|la fattura|la spedizione|il pacco|la pompa|la vasca|la macchina|la stampante|il sensore|il motore|il muletto|il magazzino|la scadenza|il clic|la ricerca|lo script|la copia|il registro|la memoria|il disco|la rete|il router|il browser|l'applicazione|il software|il codice|l'aggiornamento|l'installazione|la configurazione|l'impostazione|il modello|l'etichetta|la valvola|il filtro|la riunione|l'ordine del giorno|il proiettore|il portale|la migrazione|il pianificatore|il servizio|la chiave|l'evento|l'immagine|l'interfaccia|l'esportazione|il documento|il contratto di manutenzione|il test di contratto|la cella frigorifera|l'ordine|il controllo|il sistema",
  pt: 'o servidor|o módulo|o campo|a coluna|a tabela|a página|a porta|o certificado|a versão|o ticket|o incidente|o pedido|o analisador|o tema|o ecrã|o separador|o menu|o botão|o painel|o gráfico|a wiki|o ficheiro|o arquivo|a base de dados|o cluster|o nó|a fatura|a encomenda|o pacote|a bomba|o tanque|a máquina|a impressora|o sensor|o motor|o empilhador|o armazém|o prazo|o clique|a consulta|o script|a cópia|o registo|a memória|o disco|a rede|o router|o navegador|a aplicação|o software|o código|a atualização|a instalação|a configuração|a definição|o modelo|a etiqueta|a válvula|o filtro|a reunião|a ordem de trabalhos|o projetor|o portal|a migração|o agendador|o serviço|o formulário|a chave|o evento|a imagem|a interface|a exportação|o documento|o contrato de manutenção|o teste de contrato|a câmara fria|a verificação|o sistema|o envio',
  nl: 'de server|de module|het veld|de kolom|de tabel|de pagina|de poort|het certificaat|de versie|de melding|het verzoek|de parser|het thema|het scherm|het tabblad|het menu|de knop|het overzicht|de grafiek|de wiki|het bestand|de database|het cluster|de knoop|de factuur|de zending|het pakket|de pomp|de tank|de machine|de printer|de sensor|de motor|de heftruck|het magazijn|de deadline|de klik|de zoekopdracht|het script|de reservekopie|het logboek|het geheugen|de schijf|het netwerk|de router|de browser|de applicatie|de software|de code|de update|de installatie|de configuratie|de instelling|het sjabloon|het etiket|de klep|het filter|het overleg|de agenda|de beamer|het portaal|de migratie|de planner|de dienst|het formulier|de sleutel|de gebeurtenis|het beeld|de interface|de export|het document|het onderhoudscontract|de contracttest|de koelcel|de bestelling|de controle|het systeem|de rekeningen|de stand|de leider',
  pl: 'serwer|moduł|pole|kolumna|tabela|strona|port|certyfikat|wersja|bilet|zgłoszenie|żądanie|parser|motyw|ekran|zakładka|menu|przycisk|panel|wykres|wiki|plik|baza danych|klaster|węzeł|faktura|przesyłka|paczka|pompa|zbiornik|maszyna|drukarka|czujnik|silnik|wózek|magazyn|termin|kliknięcie|zapytanie|skrypt|wdrożenie|kopia|dziennik|pamięć|dysk|sieć|router|przeglądarka|aplikacja|oprogramowanie|kod|aktualizacja|instalacja|konfiguracja|ustawienie|szablon|etykieta|zawór|filtr|spotkanie|porządek obrad|rzutnik|portal|migracja|harmonogram|usługa|formularz|klucz|zdarzenie|obraz|interfejs|eksport|dokument|umowa serwisowa|test kontraktu|chłodnia|zamówienie|kontrola|system|kolumnę|sala',
};

/** A longer word is known by its beginning: endings differ. */
const BEGINNING = 6;
/** A shorter one may have an ending of one letter. */
const SHORTEST_WITH_ENDING = 5;
/** The last part of a compound, as German and Dutch make them. */
const SHORTEST_COMPOUND = 9;
const SHORTEST_LAST_PART = 4;
const LONGEST_LAST_PART = 9;
/** What stands in a name of a thing and is none. */
const NO_THINGS = [
  'the',
  'leader',
  'race',
  'contract',
  'support',
  'contrat',
  'contrato',
  'contratto',
  'umowa',
  'trabalhos',
  'jour',
  'orden',
  'ordem',
  'ordine',
  'giorno',
  'base',
  'test',
  'teste',
  'prueba',
  'dados',
  'datos',
  'mise',
  'froide',
  'fria',
  'stand',
  'leider',
  'sala',
];

/** So many letters at its end tell of nearly every word that no thing is called so. */
const ENDING = 3;

/** Without a pattern: to compile one that knows what a letter is would be a twentieth of a start. */
function withoutArticle(name: string): string {
  const article = name.startsWith("l'") ? 1 : name.indexOf(' ');
  return article > LONGEST_ARTICLE ? name : name.slice(article + 1);
}
const LONGEST_ARTICLE = 3;

const whole: number[] = [];
/** Of those that may end a compound. */
const endings: number[] = [];
const beginnings: number[] = [];
for (const names of Object.values(THINGS)) {
  for (const name of names.split('|')) {
    for (const word of withoutArticle(name).split(' ')) {
      if (word.length < 3 || NO_THINGS.includes(word)) continue;
      whole.push(hashWord(word));
      endings.push(hashWord(word.slice(-ENDING)));
      if (word.length > BEGINNING) beginnings.push(hashWord(word.slice(0, BEGINNING)));
    }
  }
}

const WHOLE = 1;
const ENDS = 2;
const BEGINS = 4;
const known = new HashFlags([
  [WHOLE, whole],
  [ENDS, endings],
  [BEGINS, beginnings],
]);

export function isThing(text: string, from: number, to: number, hash: number): boolean {
  if ((known.of(hash) & WHOLE) !== 0) return true;
  const length = to - from;
  if (length > BEGINNING && (known.of(hashOf(text, from, from + BEGINNING)) & BEGINS) !== 0) return true;
  if (length >= SHORTEST_WITH_ENDING && length <= BEGINNING && (known.of(hashOf(text, from, to - 1)) & WHOLE) !== 0)
    return true;
  if (length < SHORTEST_COMPOUND || (known.of(hashOf(text, to - ENDING, to)) & ENDS) === 0) return false;
  for (let part = SHORTEST_LAST_PART; part <= LONGEST_LAST_PART && part < length - 2; part++)
    if ((known.of(hashOf(text, to - part, to)) & WHOLE) !== 0) return true;
  return false;
}
