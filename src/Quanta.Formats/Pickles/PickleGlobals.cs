using System.Text;

namespace Quanta.Formats.Pickles;

/// <summary>An allow-list: the globals that a pickle may name, each with code of ours in its place.</summary>
internal sealed class PickleGlobals
{
    private readonly Dictionary<string, PickleGlobal> _byName = [];

    private PickleGlobals(IEnumerable<PickleGlobal> globals, Func<object?, object?>? persistent)
    {
        foreach (var global in globals) _byName[global.Name] = global;
        Persistent = persistent;
    }

    /// <summary>What plain data and NumPy arrays need.</summary>
    public static PickleGlobals Data { get; } = new([.. Containers(), .. NumpyGlobals.All()], null);

    /// <summary>Resolves a persistent id, or null where there are none.</summary>
    public Func<object?, object?>? Persistent { get; }

    public PickleGlobal? Find(string name) => _byName.GetValueOrDefault(name);

    public PickleGlobals With(IEnumerable<PickleGlobal> globals, Func<object?, object?>? persistent) =>
        new([.. _byName.Values, .. globals], persistent);

    public PickleGlobals With(PickleOptions options)
    {
        var further = options.Globals.Select(global => new PickleGlobal(global.Key, (arguments, _) => global.Value(arguments)));
        return options.Globals.Count == 0 ? this : With(further, Persistent);
    }

    private static IEnumerable<PickleGlobal> Containers()
    {
        yield return new("collections.OrderedDict", (arguments, _) => Dictionary(arguments));
        yield return new("collections.defaultdict", (arguments, _) => Dictionary(arguments is [_, .. var rest] ? rest : arguments));
        yield return new("_codecs.encode", Encode);
        foreach (var module in (string[])["builtins", "__builtin__"])
        {
            foreach (var name in (string[])["set", "frozenset", "list"]) yield return new($"{module}.{name}", List);
            foreach (var name in (string[])["int", "float", "str", "dict", "bool"]) yield return new($"{module}.{name}", null);
            yield return new($"{module}.bytearray", (arguments, budget) => arguments is [byte[] bytes] ? bytes : Encode(arguments, budget));
        }
    }

    private static PickleDictionary Dictionary(object?[] arguments)
    {
        var dictionary = new PickleDictionary();
        if (arguments is []) return dictionary;
        if (arguments is not [PickleList pairs]) throw PickleGlobal.BadArguments();
        foreach (var pair in pairs)
        {
            if (pair is PickleList { Count: 2 } list) dictionary.Set(list[0], list[1]);
            else if (pair is object?[] and [var key, var value]) dictionary.Set(key, value);
            else throw PickleGlobal.BadArguments();
        }
        return dictionary;
    }

    private static PickleList List(object?[] arguments, PickleBudget budget)
    {
        var list = new PickleList();
        if (arguments is []) return list;
        if (arguments is not [IReadOnlyCollection<object?> items]) throw PickleGlobal.BadArguments();
        budget.Charge(items.Count * 8L);
        foreach (var item in items) list.Add(item);
        return list;
    }

    /// <summary>How Python 3 writes bytes in protocols 0 to 2: text whose characters are the bytes.</summary>
    private static byte[] Encode(object?[] arguments, PickleBudget budget)
    {
        if (arguments is not [string text, "latin1" or "latin-1"]) throw PickleGlobal.BadArguments();
        if (text.AsSpan().ContainsAnyExceptInRange('\0', '\xFF')) throw new FormatException("its text holds characters that are no bytes");
        budget.Charge(text.Length);
        return Encoding.Latin1.GetBytes(text);
    }
}

/// <summary>What a call makes from its arguments. Memory beyond a constant is charged to the budget before it is allocated.</summary>
/// <exception cref="FormatException">The arguments do not fit; the message completes "the call of ... failed: ".</exception>
internal delegate object? PickleFunction(object?[] arguments, PickleBudget budget);

/// <summary>A Python class or function that pickles may name.</summary>
/// <remarks>Call is null where the global is only ever passed as a value.</remarks>
internal sealed record PickleGlobal(string Name, PickleFunction? Call)
{
    /// <summary>The message for arguments that do not fit.</summary>
    public static FormatException BadArguments() => new("its arguments are not those that a saved value has");
}
