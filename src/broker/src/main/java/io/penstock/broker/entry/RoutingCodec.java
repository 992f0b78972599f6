package io.penstock.broker.entry;

import io.penstock.Binding;
import io.penstock.Destination;
import io.penstock.Exchange;
import io.penstock.ExchangeType;
import io.penstock.HeaderMatch;
import io.penstock.TopicRule;
import io.penstock.UnroutablePolicy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The bytes of entries about routing, in the primitives of {@link EntryCodec}.
 *
 * <pre>
 * 41 exchange declared   name:text type:u8(0 direct, 1 fanout, 2 pattern, 3 headers) unroutable:u8(0 reject, 1 discard)
 *                        hasAlternate:u8 [alternate:text]          again: its alternate and policy from there on
 * 42 exchange deleted    name:text
 * 43 bound               exchange:text destination:text flags:u8(1 pattern, 2 any, 4 filter) [pattern:text]
 *                        [filter:text] count:n { name:text value:text }*
 * 44 unbound             the fields of 43
 * 45 rule declared       name:text pattern:text length:n policies   a whole entry of type 2 or 9, without meaning for
 *                        id, destination and offsets
 * 46 rule removed        name:text
 * </pre>
 */
final class RoutingCodec {

    static final int EXCHANGE_DECLARED = 41;
    static final int EXCHANGE_DELETED = 42;
    static final int BOUND = 43;
    static final int UNBOUND = 44;
    static final int RULE_DECLARED = 45;
    static final int RULE_REMOVED = 46;

    private static final int HAS_PATTERN = 1;
    private static final int IS_ANY = 2;
    private static final int HAS_FILTER = 4;

    private static final ExchangeType[] TYPES = {
        ExchangeType.DIRECT, ExchangeType.FANOUT, ExchangeType.PATTERN, ExchangeType.HEADERS
    };

    private RoutingCodec() {}

    static void write(EntryWriter out, RoutingEntry entry) {
        if (entry instanceof RoutingEntry.ExchangeDeclared declared) {
            out.octet(EXCHANGE_DECLARED);
            write(out, declared.destination());
        } else if (entry instanceof RoutingEntry.ExchangeDeleted deleted) {
            out.octet(EXCHANGE_DELETED);
            out.text(deleted.name());
        } else if (entry instanceof RoutingEntry.Bound bound) {
            out.octet(BOUND);
            write(out, bound.binding());
        } else if (entry instanceof RoutingEntry.Unbound unbound) {
            out.octet(UNBOUND);
            write(out, unbound.binding());
        } else if (entry instanceof RoutingEntry.RuleDeclared declared) {
            out.octet(RULE_DECLARED);
            out.text(declared.rule().name());
            out.text(declared.rule().pattern());
            var policies = new EntryWriter();
            EntryCodec.write(
                    policies, new Entry.SubscriptionDeclared(0, declared.rule().policies(), new long[0]));
            out.nested(policies);
        } else if (entry instanceof RoutingEntry.RuleRemoved removed) {
            out.octet(RULE_REMOVED);
            out.text(removed.name());
        }
    }

    static Entry read(int type, EntryReader in) {
        return switch (type) {
            case EXCHANGE_DECLARED -> new RoutingEntry.ExchangeDeclared(exchange(in));
            case EXCHANGE_DELETED -> new RoutingEntry.ExchangeDeleted(in.text());
            case BOUND -> new RoutingEntry.Bound(binding(in));
            case UNBOUND -> new RoutingEntry.Unbound(binding(in));
            case RULE_DECLARED -> new RoutingEntry.RuleDeclared(rule(in));
            case RULE_REMOVED -> new RoutingEntry.RuleRemoved(in.text());
            default -> throw new UnreadableEntryException("an entry is of the unknown type " + type);
        };
    }

    private static void write(EntryWriter out, Destination destination) {
        var exchange = destination.exchange();
        out.text(destination.name());
        out.octet(
                switch (exchange.type()) {
                    case DIRECT -> 0;
                    case FANOUT -> 1;
                    case PATTERN -> 2;
                    case HEADERS -> 3;
                });
        out.octet(exchange.unroutable() == UnroutablePolicy.REJECT ? 0 : 1);
        out.octet(exchange.alternate() == null ? 0 : 1);
        if (exchange.alternate() != null) {
            out.text(exchange.alternate());
        }
    }

    private static Destination exchange(EntryReader in) {
        var name = in.text();
        int type = in.octet();
        if (type >= TYPES.length) {
            throw new UnreadableEntryException("an entry declares exchange '" + name + "' of the unknown type " + type);
        }
        var unroutable = in.octet() == 0 ? UnroutablePolicy.REJECT : UnroutablePolicy.DISCARD;
        var alternate = in.octet() == 0 ? null : in.text();
        return Destination.exchange(
                        name,
                        Exchange.of(TYPES[type])
                                .alternate(alternate)
                                .unroutable(unroutable)
                                .build())
                .build();
    }

    private static void write(EntryWriter out, Binding binding) {
        out.text(binding.exchange());
        out.text(binding.destination());
        out.octet((binding.pattern() == null ? 0 : HAS_PATTERN)
                + (binding.match() == HeaderMatch.ALL ? 0 : IS_ANY)
                + (binding.filter() == null ? 0 : HAS_FILTER));
        if (binding.pattern() != null) {
            out.text(binding.pattern());
        }
        if (binding.filter() != null) {
            out.text(binding.filter());
        }
        out.number(binding.headers().size());
        binding.headers().forEach((name, value) -> {
            out.text(name);
            out.text(value);
        });
    }

    private static Binding binding(EntryReader in) {
        var exchange = in.text();
        var destination = in.text();
        int flags = in.octet();
        var pattern = (flags & HAS_PATTERN) == 0 ? null : in.text();
        var filter = (flags & HAS_FILTER) == 0 ? null : in.text();
        Map<String, String> headers = new TreeMap<>();
        for (int left = in.count(2); left > 0; left--) {
            headers.put(in.text(), in.text());
        }
        var match = (flags & IS_ANY) == 0 ? HeaderMatch.ALL : HeaderMatch.ANY;
        return Binding.all(exchange, destination)
                .pattern(pattern)
                .headers(match, headers)
                .filter(filter)
                .build();
    }

    private static TopicRule rule(EntryReader in) {
        var name = in.text();
        var pattern = in.text();
        if (!(EntryCodec.decode(in.nested()) instanceof Entry.SubscriptionDeclared policies)) {
            throw new UnreadableEntryException(
                    "an entry declares rule '" + name + "' with something else than a subscription");
        }
        return TopicRule.of(name, pattern).policies(policies.subscription()).build();
    }

    static EntryView view(RoutingEntry entry) {
        var fields = new LinkedHashMap<String, Object>();
        if (entry instanceof RoutingEntry.ExchangeDeclared declared) {
            var exchange = declared.destination().exchange();
            fields.put("name", declared.destination().name());
            fields.put("exchangeType", exchange.type().name());
            fields.put("unroutable", exchange.unroutable().name());
            if (exchange.alternate() != null) {
                fields.put("alternate", exchange.alternate());
            }
            return new EntryView("exchange-declared", fields);
        }
        if (entry instanceof RoutingEntry.ExchangeDeleted deleted) {
            fields.put("name", deleted.name());
            return new EntryView("exchange-deleted", fields);
        }
        if (entry instanceof RoutingEntry.Bound bound) {
            return new EntryView("bound", fields(bound.binding()));
        }
        if (entry instanceof RoutingEntry.Unbound unbound) {
            return new EntryView("unbound", fields(unbound.binding()));
        }
        if (entry instanceof RoutingEntry.RuleDeclared declared) {
            fields.put("name", declared.rule().name());
            fields.put("pattern", declared.rule().pattern());
            return new EntryView("rule-declared", fields);
        }
        fields.put("name", ((RoutingEntry.RuleRemoved) entry).name());
        return new EntryView("rule-removed", fields);
    }

    private static Map<String, Object> fields(Binding binding) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("exchange", binding.exchange());
        fields.put("destination", binding.destination());
        if (binding.pattern() != null) {
            fields.put("pattern", binding.pattern());
        }
        if (!binding.headers().isEmpty()) {
            fields.put("match", binding.match().name());
            fields.put("headers", binding.headers());
        }
        if (binding.filter() != null) {
            fields.put("filter", binding.filter());
        }
        return fields;
    }
}
