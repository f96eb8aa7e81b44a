using System.Text.Json;
using Quanta.Formats.Text;
using Quanta.LanguageModels.Decoders;

namespace Quanta.LanguageModels.Architectures;

/// <summary>Typed access to the fields of a config.json; absent and null are the same, except where said. Errors name the file and the field.</summary>
internal sealed class ConfigFields(string path, JsonElement element)
{
    public bool Has(string name) => element.TryGetProperty(name, out _);

    public ConfigFields? Inner(string name) => Find(name, JsonValueKind.Object) is { } value ? new(path, value) : null;

    public string? Text(string name) => Find(name, JsonValueKind.String)?.GetString();

    public double? Number(string name) => Find(name, JsonValueKind.Number)?.GetDouble();

    public bool? Flag(string name) => Find(name, JsonValueKind.True, JsonValueKind.False)?.GetBoolean();

    public int? Size(string name)
    {
        if (Find(name, JsonValueKind.Number) is not { } value) return null;
        return value.TryGetInt32(out var size) ? size : throw Wrong(name, $"a whole number up to {DecoderShape.LargestSize}", value.GetRawText());
    }

    /// <summary>The size under the first of several names that is there.</summary>
    public int? Size(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (Size(name) is { } size) return size;
        return null;
    }

    public int RequiredSize(params ReadOnlySpan<string> names) => Size(names) ?? throw new InvalidDataException($"{path} must state {names[0]}, but it does not.");

    public IReadOnlyList<JsonElement>? List(string name) => Find(name, JsonValueKind.Array) is { } list ? [.. list.EnumerateArray()] : null;

    /// <summary>A list of words.</summary>
    public IReadOnlyList<string>? Words(string name) =>
        List(name)?.Select(word => word.ValueKind == JsonValueKind.String ? word.GetString()! : throw Wrong(name, "a list of words", word.GetRawText())).ToList();

    /// <summary>Refuses a model that asks for what is not computed.</summary>
    public void Require(string name, string allowed, bool holds, string found)
    {
        if (!holds) throw Wrong(name, allowed, found);
    }

    /// <summary>Refuses a flag that is set.</summary>
    public void Refuse(string flag) => Require(flag, "false", Flag(flag) is not true, "true");

    public ActivationFunction Activation(string name, ActivationFunction otherwise) => Text(name) switch
    {
        null => otherwise,
        "gelu" => ActivationFunction.Exact,
        "gelu_new" or "gelu_fast" or "gelu_pytorch_tanh" => ActivationFunction.Tanh,
        "relu" => ActivationFunction.Relu,
        "silu" or "swish" => ActivationFunction.Silu,
        var other => throw Wrong(name, "gelu, gelu_new, gelu_fast, gelu_pytorch_tanh, relu, silu or swish", other),
    };

    public InvalidDataException Wrong(string name, string required, string found) => new($"{path}: {name} must be {required}, but it is {found}.");

    /// <summary>Calls <paramref name="read"/> with the fields of a file.</summary>
    /// <exception cref="InvalidDataException">The file is no JSON object.</exception>
    public static T Of<T>(string path, Func<ConfigFields, T> read)
    {
        try
        {
            using var document = PythonJson.Read(path, "a config.json");
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new InvalidDataException($"{path} must hold a JSON object, but it holds {document.RootElement.ValueKind}.");
            return read(new ConfigFields(path, document.RootElement));
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is not valid JSON: {exception.Message}", exception);
        }
    }

    private JsonElement? Find(string name, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        return kinds.Contains(value.ValueKind) ? value : throw Wrong(name, string.Join(" or ", kinds.ToArray()), value.ValueKind.ToString());
    }
}
