using System.Text.Json;

namespace Quanta.LanguageModels.Tokenization.Files;

/// <summary>A value in a JSON file that knows where it stands, so that a complaint about it names the file, the place and what was found.</summary>
internal readonly struct JsonNode(string file, string place, JsonElement value)
{
    private const int LongestQuote = 60;

    /// <summary>False for null and for a property that is absent.</summary>
    public bool IsPresent => value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);

    /// <summary>A property of an object; the last of its name, and not present where there is none.</summary>
    public JsonNode this[string property]
    {
        get
        {
            Expect(JsonValueKind.Object, "an object").TryGetProperty(property, out var found);
            return new JsonNode(file, place.Length == 0 ? property : $"{place}.{property}", found);
        }
    }

    public IEnumerable<(string Name, JsonNode Value)> Properties()
    {
        foreach (var property in Expect(JsonValueKind.Object, "an object").EnumerateObject())
        {
            var name = NameOf(property);
            yield return (name, new JsonNode(file, $"{place}[{Quote(name)}]", property.Value));
        }
    }

    public IEnumerable<JsonNode> Items()
    {
        var index = 0;
        foreach (var item in Expect(JsonValueKind.Array, "an array").EnumerateArray()) yield return new JsonNode(file, $"{place}[{index++}]", item);
    }

    public bool IsString => value.ValueKind == JsonValueKind.String;

    public bool IsZero => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number == 0;

    public string Text()
    {
        try
        {
            return Expect(JsonValueKind.String, "a string").GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Refuse("must be valid Unicode, but holds half of a surrogate pair");
        }
    }

    /// <summary>An integer in [0, <paramref name="exclusiveEnd"/>).</summary>
    public int Int32Below(int exclusiveEnd) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0 && number < exclusiveEnd
            ? number
            : throw Refuse($"must be an integer from 0 to {exclusiveEnd - 1}, but is {Description}");

    /// <summary>Any number that is not NaN or infinite.</summary>
    public double Number() =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw Refuse($"must be a number, but is {Description}");

    /// <summary>One of some names.</summary>
    public string OneOf(ReadOnlySpan<string> names) =>
        IsString && names.Contains(Text()) ? Text() : throw Refuse($"must be {Either(names)}, but is {Description}");

    /// <summary>The type of a part of a tokenizer, which must be one of those that are read.</summary>
    public string KindAmong(ReadOnlySpan<string> kinds) =>
        IsPresent ? this["type"].OneOf(kinds) : throw Refuse($"must be of type {Either(kinds)}, but is {Description}");

    /// <summary>The steps that a part of a tokenizer consists of, those of sequences in their places; none where it is null.</summary>
    public IEnumerable<JsonNode> Steps(string listName)
    {
        if (!IsPresent) return [];
        var isSequence = this["type"] is { IsString: true } type && type.Text() == "Sequence";
        return isSequence ? this[listName].Items().SelectMany(inner => inner.Steps(listName)) : [this];
    }

    public bool Flag(bool absent) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ when !IsPresent => absent,
        _ => throw Refuse($"must be true or false, but is {Description}"),
    };

    /// <summary>The complaint to throw: the file, the place, and <paramref name="complaint"/>, which says what was required and found.</summary>
    public InvalidDataException Refuse(string complaint) => new($"{file}: {(place.Length == 0 ? "the file" : place)} {complaint}.");

    /// <summary>The value in a few words, for a complaint.</summary>
    public string Description => value.ValueKind switch
    {
        JsonValueKind.Undefined => "absent",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => $"an array of {value.GetArrayLength()}",
        _ => Shorten(value.GetRawText()),
    };

    public static string Quote(string text) => $"\"{Shorten(text)}\"";

    private static string Either(ReadOnlySpan<string> names) =>
        names.Length == 1 ? Quote(names[0]) : string.Join(", ", names[..^1].ToArray().Select(Quote)) + $" or {Quote(names[^1])}";

    private static string Shorten(string text) => text.Length <= LongestQuote ? text : text[..LongestQuote] + "...";

    private JsonElement Expect(JsonValueKind kind, string name) =>
        value.ValueKind == kind ? value : throw Refuse($"must be {name}, but is {Description}");

    private string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            throw Refuse("has a name that is not valid Unicode: it holds half of a surrogate pair");
        }
    }
}
