//! Phrases that a device, a card or a network is known behind: serial numbers, addresses of radios and of disks, names
//! of wireless networks, and to whom a program is licensed.

use super::table::{
    End, Phrase, account_between, mac_between, maybe, maybe_serial, named, serial, serial_between, ssid, ssid_between,
};
use crate::minimize::Kind;

/// What is printed on a thing, or stored in it, and stands for its owner.
pub(super) const HARDWARE: &[Phrase] = &[
    // Serial numbers
    serial("scsi id "),
    serial(" SN "),
    serial("SN: "),
    serial("WWN Device Identifier: "),
    serial("Unique ID\t: "),
    serial("SN:"),
    maybe_serial("SerialNumber:"),
    maybe_serial("SerialNo:"),
    maybe_serial("Serial:"),
    maybe_serial("serial:"),
    serial("S/N:"),
    serial("S/N: "),
    maybe_serial("S/N "),
    serial("; serial "),
    serial(": sn "),
    maybe_serial(" sn: "),
    serial("Serial number is "),
    serial("serial number is "),
    serial("Board ID "),
    serial("IMEI "),
    serial("duid "),
    serial("DUID "),
    serial("meter no. "),
    serial("Meter no. "),
    serial("meter number "),
    serial("Meter number "),
    serial("charge point connected: "),
    serial("found vehicle: "),
    serial("Found vehicle: "),
    maybe("customer number ", Kind::Account, End::Word),
    maybe("Customer number ", Kind::Account, End::Word),
    maybe("customer no. ", Kind::Account, End::Word),
    maybe("customer no ", Kind::Account, End::Word),
    maybe("Customer no. ", Kind::Account, End::Word),
    maybe("account no. ", Kind::Account, End::Word),
    maybe("contract no. ", Kind::Account, End::Word),
    maybe("subscriber id ", Kind::Account, End::Word),
    serial("Seriennummer "),
    serial("Serien-Nr. "),
    maybe("IBAN ", Kind::Account, End::Word),
    maybe("iban ", Kind::Account, End::Word),
    maybe("badge ", Kind::Account, End::Word),
    maybe("via card ", Kind::Account, End::Word),
    maybe("to chat ", Kind::Account, End::Word),
    maybe("license number ", Kind::Account, End::Word),
    maybe("contract number ", Kind::Account, End::Word),
    maybe("account number ", Kind::Account, End::Word),
    maybe("Account number ", Kind::Account, End::Word),
    serial("ESN of device: "),
    serial("Serial Number (hex): "),
    serial("DEVICE_SERIAL_NUMBER:"),
    serial("Serial Number (system): "),
    serial("Volume Serial Number is "),
    serial("serial no. "),
    serial("Serial No. "),
    serial("SERIAL NO. "),
    serial("S/No.: "),
    serial("S/No. "),
    serial("sn-auth "),
    serial("Meter ID "),
    serial("meter ID "),
    serial("IAID "),
    maybe_serial("s/n "),
    serial("S/N : "),
    maybe_serial("s/n: "),
    maybe_serial("s/n="),
    maybe_serial("S/N="),
    maybe_serial("SerialNumber "),
    maybe_serial("UDID "),
    maybe_serial("card uid "),
    maybe_serial("tag uid "),
    serial_between("ESN of slot ", ": ", ""),
    serial("engine id 0x"),
    serial("engine ID 0x"),
    serial("engineID "),
    serial("engineID 0x"),
    serial("home id 0x"),
    serial("Home ID 0x"),
    maybe_serial("serial number "),
    maybe_serial("Serial number "),
    maybe_serial("Serial Number "),
    maybe_serial("serial no "),
    maybe_serial("SerialNo "),
    maybe_serial("serial-num "),
    maybe_serial("serial "),
    maybe_serial("usb_serial "),
    maybe_serial("hwid "),
    maybe_serial("serialnumber "),
    maybe_serial("serial# "),
    maybe_serial("Serial# "),
    maybe_serial("SERIAL_NO "),
    maybe_serial("ser. no. "),
    maybe_serial("Ser. no. "),
    maybe_serial("s/n:"),
    maybe_serial("chassis id "),
    maybe_serial("board id "),
    maybe_serial("unit id "),
    maybe_serial("meid "),
    maybe_serial("esn "),
    maybe_serial("ESN "),
    maybe_serial("eid "),
    maybe_serial(" sn "),
    named("machine-id ", Kind::Uuid),
    named("machine id ", Kind::Uuid),
    named("EUI64 0x", Kind::Mac),
    named("EUI-64 0x", Kind::Mac),
    ssid_between("iw dev ", " connect ", ""),
    maybe_serial("Serial "),
    maybe_serial("SERIAL "),
    maybe_serial("asset tag "),
    maybe_serial("Asset tag "),
    maybe_serial("service tag "),
    maybe_serial("inventory number "),
    maybe_serial("asset no. "),
    maybe_serial("asset number "),
    serial("hostid 0x"),
    serial("sas_address(0x"),
    named("/etc/machine-id:", Kind::Uuid),
    // Customers of clouds
    named("tenant ", Kind::Uuid),
    named("Tenant ", Kind::Uuid),
    named("subscription ", Kind::Uuid),
    named("tenantId ", Kind::Uuid),
    named("TenantId ", Kind::Uuid),
    named("dbus/machine-id:", Kind::Uuid),
    serial("/product_serial:"),
    serial("/board_serial:"),
    serial("/chassis_serial:"),
    serial("Service Tag "),
    serial("Service tag "),
    serial("Express Service Code "),
    serial("EID "),
    serial("chip id 0x"),
    serial("ecid "),
    serial("ECID "),
    serial_between("ecid ", ", found ", ""),
    serial("node_name 0x"),
    serial("port_name 0x"),
    // Disks and their buses
    serial("WWN:"),
    serial("WWN 0x"),
    serial("sas_addr(0x"),
    serial("sas address(0x"),
    serial("device_name(0x"),
    serial("device_name 0x"),
    serial("enclosure logical id(0x"),
    serial("enclosure logical id (0x"),
    serial_between(": PD ", "), Path ", ","),
    serial("getDeviceId: "),
    maybe_serial("ONU "),
    maybe_serial("ONT "),
    named("Subscription-Id-Data: ", Kind::Phone),
    serial("WWN "),
    serial("WWPN "),
    serial("WWNN "),
    serial("gateway ID "),
    serial("Gateway ID "),
    serial("SAS address "),
    serial("SAS Address "),
    serial("sas_addr 0x"),
    serial("NAA id: 0x"),
    serial("port guid 0x"),
    serial("GUID 0x"),
    serial("GUID:0x"),
    serial("guid:0x"),
    serial("Port GUID 0x"),
    serial("node guid 0x"),
    serial("Node GUID 0x"),
    serial("cid "),
    serial("TPM serial "),
    // Radios and telephones
    named("DevEUI ", Kind::Mac),
    named("Device '0x", Kind::Mac),
    named("device 0x", Kind::Mac),
    named("Device 0x", Kind::Mac),
    named("ieee 0x", Kind::Mac),
    named("ieeeAddr 0x", Kind::Mac),
    mac_between("interviewed '", "0x", "'"),
    mac_between("to configure '", "0x", "'"),
    mac_between("ConfigureReporting ", "0x", "/"),
    named("zigbee2mqtt/0x", Kind::Mac),
    mac_between("interview of '", "0x", "'"),
    mac_between("z2m: Publish ", " to '0x", "'"),
    serial("MEID "),
    named("MSISDN ", Kind::Phone),
    named("DSID ", Kind::Account),
    named("deveui ", Kind::Mac),
    named("dev_eui ", Kind::Mac),
    named("device_eui ", Kind::Mac),
    named("gateway_id ", Kind::Mac),
    // What devices of a network are called in its paths and topics
    mac_between("device/", "", "/"),
    mac_between("devices/", "", "/"),
    mac_between("gateway/", "", "/"),
    mac_between("gateways/", "", "/"),
    mac_between("sensors/", "", "/"),
    named("devices/", Kind::Mac),
    named("gateways/", Kind::Mac),
    named("sensors/", Kind::Mac),
    // What makers call a device, by its hardware address
    named("AXIS_", Kind::Mac),
    named("axis-", Kind::Mac),
    named("ESP_", Kind::Mac),
    named("wled-", Kind::Mac),
    mac_between("AXIS_", "", ":"),
    mac_between("axis-", "", "."),
    mac_between("wled-", "", "."),
    // The number of a telephone in the name of its account (RFC 7254)
    serial("urn:gsma:imei:"),
    serial("urn:imei:"),
    named("appeui ", Kind::Mac),
    named("AppEUI ", Kind::Mac),
    named("JoinEUI ", Kind::Mac),
    named("JoinEui ", Kind::Mac),
    named("DevEui ", Kind::Mac),
    named("AppEui ", Kind::Mac),
    named("devEui ", Kind::Mac),
    named("joinEui ", Kind::Mac),
    // Wireless networks, as NetworkManager and others call them
    ssid("essid \""),
    maybe("SSID ", Kind::Ssid, End::Word),
    maybe("ssid ", Kind::Ssid, End::Word),
    ssid("ssid \""),
    ssid("SSID \""),
    ssid("starting connection '"),
    ssid("WiFi Connecting to '"),
    ssid("WiFi connecting to '"),
    ssid("activating connection '"),
    ssid("(wifi) connection '"),
    ssid("access point '"),
    ssid("policy: set '"),
    named("wifi network \"", Kind::Ssid),
    named("WiFi network \"", Kind::Ssid),
    named("Wi-Fi network \"", Kind::Ssid),
    ssid_between("ConfigKey \"", "", "\"WPA"),
    ssid("generate_204 on \""),
    ssid_between("NetworkAgentInfo [WIFI", "extra: \"", "\""),
    ssid_between("Already associated to ", "\u{201c}", "\u{201d}"),
    named("huid is ", Kind::Account),
    ssid_between("op=\"connection-", "name=\"", "\""),
    ssid_between("WiFi access point: ", "", " ("),
    named("Found bridge ", Kind::Mac),
    // Who is to wake up
    named("magic packet to ", Kind::Mac),
    named("packet sent to ", Kind::Mac),
    named("wakeonlan ", Kind::Mac),
    named("etherwake ", Kind::Mac),
    // Whose desktop is shared, and who opens a door
    named("Client-ID: ", Kind::Account),
    named("client hello received from ", Kind::Account),
    named("AddParticipant: [", Kind::Account),
    account_between("session request: ", " (", ")"),
    named("granted: card ", Kind::Account),
    named("denied: card ", Kind::Account),
    named("card number ", Kind::Account),
    // Clocks of the precision time protocol
    serial("foreign master "),
    serial("best master clock "),
    serial("selected local clock "),
    // Licences
    named("licensed to \"", Kind::Organisation),
    named("Licensed to \"", Kind::Organisation),
    named("registered to \"", Kind::Organisation),
    named("Registered to \"", Kind::Organisation),
];

#[cfg(test)]
mod tests {
    use crate::minimize::grammar::phrase::tests::texts;

    #[test]
    fn devices_of_a_mesh_are_found() {
        assert_eq!(texts("Successfully interviewed '0x02005efffe005307', device paired"), ["02005efffe005307"]);
        assert_eq!(texts("z2m: Publish 'set' 'state' to '0x02005efffe005307' failed"), ["02005efffe005307"]);
        assert_eq!(texts("interviewed '0x7', z2m: Publish 'set' to 'x'"), Vec::<String>::new());
    }

    #[test]
    fn devices_are_known_by_folders_and_makers() {
        let address = "02005e005307";
        for line in [
            "topic application/7/device/02005e005307/event/up",
            "eu868/gateway/02005e005307/event/stats",
            "GET /api/devices/02005e005307 204",
            "Digest realm=\"AXIS_02005e005307\", x",
            "client ESP_02005e005307 joined",
        ] {
            assert_eq!(texts(line), [address], "{line}");
        }
        assert_eq!(texts("sip:<urn:gsma:imei:35693803-564380-0>"), ["35693803-564380-0"]);
        for line in [
            "device/firmware/7/update",
            "/sys/devices/virtual/net/lo",
            "gateway/config reloaded",
            "devices/7",
            "AXIS_OFFSET 7",
            "ESP_ERR_TIMEOUT",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn networks_with_blanks_in_their_names_are_found() {
        assert_eq!(texts("Already associated to \u{201c}Quvnix Works\u{201d}. Bailing"), ["Quvnix Works"]);
        assert_eq!(texts("ConfigKey \"Quvnix Works\"WPA_PSK network id 4"), ["Quvnix Works"]);
        assert_eq!(texts("NetworkAgentInfo [WIFI () - 7] to CONNECTED; extra: \"Quvnix Works\""), ["Quvnix Works"]);
        for line in ["NetworkAgentInfo [WIFI () - 7] extra: \"\"", "NetworkAgentInfo [MOBILE] extra: \"internet\""] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
        assert_eq!(texts("established connection on 5500000, SSID Quvnix-Attic"), ["Quvnix-Attic"]);
        for line in ["SSID broadcast enabled", "hidden ssid scan", "ssid wlan0 set", "SSID not found"] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }

    #[test]
    fn numbers_of_devices_are_found() {
        assert_eq!(texts("PSU 1 serial no. PS88Q1200 ok"), ["PS88Q1200"]);
        assert_eq!(texts("asset no. HW-71740, rack 12"), ["HW-71740"]);
        assert_eq!(texts("pass0: Serial Number ZDHQXZ72"), ["ZDHQXZ72"]);
        assert_eq!(texts("card number 4711001234"), ["4711001234"]);
        assert_eq!(texts("MSISDN 436605550179"), ["436605550179"]);
        assert_eq!(texts("device serial number 77A412K, serial 11238044170"), ["11238044170", "77A412K"]);
        assert_eq!(texts("handle(0x0009), sas_address(0x500605b00412233f), phy(4)"), ["500605b00412233f"]);
        assert_eq!(texts("loaded serial 2026031101, page number 12AB34C"), Vec::<String>::new());
        assert_eq!(texts("chassis serial number QX77-14-2030 Rev D"), ["QX77-14-2030"]);
        assert_eq!(texts("device 0x00124b0014b5d9a7 joined"), ["00124b0014b5d9a7"]);
        assert_eq!(texts("licensed to \"Zorgal Works Ltd\""), ["Zorgal Works Ltd"]);
        assert_eq!(texts("chip id 0xA4CF12AB12CD, flash 4 MB"), ["A4CF12AB12CD"]);
        assert_eq!(texts("Service Tag QX77A1Z rev 2"), ["QX77A1Z"]);
        assert_eq!(texts("EID 70007000700070007000700070007000 on"), ["70007000700070007000700070007000"]);
        for line in [
            "MSISDN missing",
            "zone x: loaded serial 2026031001",
            "serial ports are RS-232",
            "port type serial RS-232C-9600, 8N1; serial RS-422-4W on",
            "card number 10000 of 20000 printed",
            "Service Tag missing",
            "EID profile",
            "endpoint EID 0x1c",
            "map-cache EID 192.0.2.0/24",
        ] {
            assert_eq!(texts(line), Vec::<String>::new(), "{line}");
        }
    }
}
