<?php
/* The answer of Horde's mail client to an invitation: the whole mail.
 *
 *   php horde.php OBJECT ADDRESS NAME accept|decline|tentative
 */
error_reporting(E_ERROR | E_PARSE);
spl_autoload_register(function ($class) {
    $path = stream_resolve_include_path(str_replace(['_', '\\'], '/', $class) . '.php');
    if ($path !== false) {
        require_once $path;
    }
});

class Options extends Horde_Itip_Response_Options_Base
{
    public function getProductId()
    {
        return '-//The Horde Project//Horde iCalendar Library//EN';
    }

    public function getCharacterSet()
    {
        return 'UTF-8';
    }

    public function prepareIcalendar(Horde_Icalendar $object)
    {
        parent::prepareIcalendar($object);
        $object->setAttribute('VERSION', '2.0');
    }

    public function prepareResponseMimeHeaders(Horde_Mime_Headers $headers)
    {
        $headers->addHeaderOb(Horde_Mime_Headers_MessageId::create());
    }
}

[, $file, $address, $name, $answer] = $argv;
$types = [
    'accept' => Horde_Itip_Response_Type_Accept::class,
    'decline' => Horde_Itip_Response_Type_Decline::class,
    'tentative' => Horde_Itip_Response_Type_Tentative::class,
];
$calendar = new Horde_Icalendar();
if (!$calendar->parsevCalendar(file_get_contents($file), 'VCALENDAR', 'UTF-8')) {
    fwrite(STDERR, "Horde cannot read $file\n");
    exit(1);
}
foreach ($calendar->getComponents() as $event) {
    if (!$event instanceof Horde_Icalendar_Vevent) {
        continue;
    }
    $me = new Horde_Itip_Resource_Base($address, $name);
    $response = new Horde_Itip_Response(new Horde_Itip_Event_Vevent($event), $me);
    [$headers, $message] = $response->getMultiPartMessage(new $types[$answer]($me), new Options());
    echo $message->toString(['headers' => $headers, 'encode' => Horde_Mime_Part::ENCODE_7BIT]);
}
