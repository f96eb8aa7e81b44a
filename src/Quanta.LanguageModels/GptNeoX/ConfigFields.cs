using System.Text.Json;

namespace Quanta.LanguageModels.GptNeoX;

/// <summary>Typed access to a JSON object's fields; absent and null are the same. Errors name the file and the field.</summary>
internal sealed class ConfigFields(string path, JsonElement element)
{
    public ConfigFields? Inner(string name) => Find(name, JsonValueKind.Object) is { } value ? new(path, value) : null;

    public string? Text(string name) => Find(name, JsonValueKind.String)?.GetString();

    public double? Number(string name) => Find(name, JsonValueKind.Number)?.GetDouble();

    public bool? Flag(string name) => Find(name, JsonValueKind.True, JsonValueKind.False)?.GetBoolean();

    public int? Size(string name)
    {
        if (Find(name, JsonValueKind.Number) is not { } value) return null;
        return value.TryGetInt32(out var size) ? size : throw Wrong(name, $"a whole number up to {GptNeoXConfig.LargestSize}", value.GetRawText());
    }

    public int RequiredSize(string name) => Size(name) ?? throw new InvalidDataException($"{path} must state {name}, but it does not.");

    public InvalidDataException Wrong(string name, string required, string found) => new($"{path}: {name} must be {required}, but it is {found}.");

    private JsonElement? Find(string name, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return kinds.Contains(value.ValueKind) ? value : throw Wrong(name, string.Join(" or ", kinds.ToArray()), value.ValueKind.ToString());
    }
}
