"""Who sends: the network that a request comes from, as far as one household or office has it to itself."""

# One customer gets a whole network of this size (RIPE-690, section 4.2), so each of its addresses is the same sender.
_NETWORK_BITS = 64


def network_of(address: str) -> str:
    """Return the network that stands for a sender: an IPv4 address, or the network of an IPv6 address."""
    if ":" not in address:
        return address
    # Nearly every sender comes by IPv4: their cold start does not pay for this.
    from ipaddress import AddressValueError, IPv6Address

    try:
        known = IPv6Address(address)
    except AddressValueError:
        return address
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return f"{IPv6Address(int(known) >> _NETWORK_BITS << _NETWORK_BITS)}/{_NETWORK_BITS}"
